#!/usr/bin/env bash
# Speaks the synthetic training clips of the embedded model: 16 kHz, mono, 16 bit, one second each.
#
#   speak.sh DEST
#
# DEST/unknown_synth/<word>/  words the model must not take for a keyword; three of five are near neighbours of
#                             one (on, off, three, tree, gone, dawn, lift, step, ...). Homophones of a keyword
#                             (know, write, rite) are left out: nobody can hear the difference.
# DEST/keyword_synth/<word>/  the eight keywords in the same voices, so that "synthetic" never means "unknown".
#
# Needs espeak-ng, flite and sox (Debian packages of these names). Voice, accent, pitch, speed, level and place are
# drawn from bash's generator seeded per word: the same versions of the three programs write the same bytes, and a word
# added to a list changes no other word. About 5600 clips, 180 MB, two minutes on two cores (JOBS=n for more).
set -euo pipefail
export LC_ALL=C

[[ $# -ge 1 ]] || { echo "usage: ${0##*/} DEST" >&2; exit 2; }
for program in espeak-ng flite sox soxi; do
    command -v "$program" >/dev/null || { echo "${0##*/}: $program is not installed" >&2; exit 1; }
done

readonly KEYWORDS="down go left no right stop up yes"

# One line per keyword it could be taken for: down, go, left, no, right, stop, up, yes.
readonly NEIGHBOURS="
dawn town done don noun brown drown clown crown gown frown found sound round pound ground mound den din dine dance daunt doubt dumb ton tan
goat goal gone got good goo girl ghost gold grow glow co dough though toe gull god gob goes guess guy gay coal cold bow low row so show
lift let led laugh leaf less leg leapt loft lefty lest lend length lent cleft theft deft leave life loved list late wet rest
note nope not nose none nor new now nah nine mow moe snow noon node knock nap nut non mole numb knee near
rate rat rut root rot riot ripe rice ride rhyme rye rise bright fright light might night kite bite white try fright fried wide ripped read
step stomp stock stuff star stab strap stoop steep stopwatch top tap pop shop drop crop chop hop spot stump staff swap stack stall start
cup cap cop pup hub pub apple ape oak of off on pop shut tub rub sup upper hop bump but duck us other app
dome dawned gowns goad grows last laughed lapse loftier arrived rider wipe wife wire rail ryan
mode moat moan mold most known notice wont load loan own home foam nome mowed
stalk stopped sop spa staunch ump hut abut about upon apt
yea yaws yens gas guests
yet yep yeah yell yellow yen chess dress guess mess less bless press jess bess west nest best vest case face ace us ice ease is essay yesterday
"
readonly OTHERS="
one two three four five six seven eight nine zero ten eleven twelve hundred bed bird cat dog happy house marvin sheila tree wow
backward forward follow learn visual on off open close enter start pause play music lamp door window volume begin end cancel answer
red green blue black white orange mother father sister water fire music morning evening summer winter table chair kitchen garden
he she we they you and the that this with for from have what when where why who how all any some many more very well then than there
hello hey thanks please sorry okay maybe never always ever alexa computer robot machine system power hand head foot eye mouth heart
apple bread milk sugar tea coffee river mountain ocean forest animal horse rabbit tiger people child woman man friend school
think make take give come look want use find tell ask work seem feel try call move live believe bring happen
north south east west back front side inside outside over under above below near far here away out in at by if or as be do
uh um hmm ah oh huh mm ooh aha er
"

readonly ACCENTS=(en-us en-us en-us en-gb en-gb en-gb-scotland en-029 en-gb-x-gbclan en-gb-x-rp en-gb-x-gbcwmd en-us-nyc)
readonly VARIANTS=(f1 f2 f3 f4 f5 m1 m2 m3 m4 m5 m6 m7 m8 klatt klatt2 klatt3 klatt4 klatt5 klatt6 Alex Alicia Andrea
    Andy Annie antonio belinda benjamin boris caleb david Denis ed edward Gene Henrique Hugo john Lee linda marcelo Marco
    Mario max Michael michel miguel Mike pablo paul pedro quincy rob robert steph steph2 Storm zac anika grandma
    grandpa norbert sandro shelby travis victor aunty adam)
readonly FLITE=(slt rms awb kal16)

# draw LOW HIGH: sets `drawn` to a whole number, both ends included. (Not a command substitution: bash seeds the
# generator of a subshell anew.)
draw() { drawn=$(($1 + RANDOM % ($2 - $1 + 1))); }

# speak_once TEXT RAW: one utterance in a voice drawn by chance, at the synthesiser's own rate.
speak_once() {
    if ((RANDOM % 3 == 0)); then
        local stretch
        draw 75 135 && stretch=$(printf %d.%02d $((drawn / 100)) $((drawn % 100)))
        draw 80 240
        flite -voice "${FLITE[RANDOM % ${#FLITE[@]}]}" --setf "duration_stretch=$stretch" \
            --setf "int_f0_target_mean=$drawn" -t "$1" -o "$2"
    else
        local pitch speed
        draw 10 90 && pitch=$drawn
        draw 110 230 && speed=$drawn
        espeak-ng -v "${ACCENTS[RANDOM % ${#ACCENTS[@]}]}+${VARIANTS[RANDOM % ${#VARIANTS[@]}]}" \
            -p "$pitch" -s "$speed" -w "$2" "$1"
    fi
}

# one_second RAW CLIP: trimmed of silence, slightly re-pitched, levelled, and set at a place drawn by chance in one second.
one_second() {
    local trimmed="$2.trimmed.wav" length lead=0 pitch
    draw 92 108 && pitch=${drawn}e-2
    draw 3 24
    sox -R "$1" -r 16000 -c 1 -b 16 "$trimmed" gain -3 speed "$pitch" rate 16000 \
        silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse gain -n "-$drawn"
    length=$(soxi -s "$trimmed")
    draw 20 80
    ((length >= 16000)) || lead=$(((16000 - length) * drawn / 100))
    sox -R -V1 "$trimmed" "$2" pad "${lead}s" 16000s trim 0s 16000s
    rm -f "$trimmed" "$1"
}

# speak FOLDER WORD TAKES: a hyphen in WORD stands for a space.
speak() {
    local folder="$1/$2" take raw
    mkdir -p "$folder"
    RANDOM=$(($(printf %s "$2" | cksum | cut -d ' ' -f 1) % 32768))
    for ((take = 0; take < $3; take++)); do
        raw="$folder/raw$take.wav"
        speak_once "${2//-/ }" "$raw"
        one_second "$raw" "$folder/$(printf %s_%02d.wav "$2" "$take")"
    done
}

# The script runs itself once per word, so that xargs can share the words out among the cores.
if [[ $1 == --word ]]; then
    speak "$2" "$3" "$4"
    exit
fi

# words LIST: each word of it once, one a line.
words() { tr -s ' ' '\n' <<<"$1" | sed '/^$/d' | sort -u; }

# tasks FOLDER TAKES: the words on standard input as arguments of `--word`.
tasks() { sed "s|.*|--word $1 & $2|"; }

{
    words "$NEIGHBOURS" | tasks "$1/unknown_synth" 16
    comm -23 <(words "$OTHERS") <(words "$NEIGHBOURS") | tasks "$1/unknown_synth" 9
    words "$KEYWORDS" | tasks "$1/keyword_synth" 96
} | xargs -P "${JOBS:-$(nproc)}" -L 1 bash "$0"
