#!/usr/bin/env bash
# Does all that docs/RELEASING.md says but the tests and the upload: checks out HEAD into a temporary folder, builds and
# signs it with a throw-away key, looks at the bundle that Maven Central would get, and builds an outside project from it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's#^  <version>\(.*\)</version>#\1#p' "$root/pom.xml")
work=$(mktemp -d)
export GNUPGHOME=$work/keys
trap 'gpgconf --kill all; rm -rf "$work"' EXIT
published="kws-core kws-javasound kws-onnx kws-graph kws-words kws-eval kws-train kws-spark"

mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'kws4j rehearsal <nobody@example.org>' ed25519 sign never

git -C "$root" archive --prefix=source/ HEAD | tar -x -C "$work"
cd "$work/source"
# The publishing plugin wants a user of Maven Central even where it uploads nothing.
printf '<settings><servers><server><id>central</id>%s</server></servers></settings>' \
    '<username>nobody</username><password>none</password>' > "$work/settings.xml"
mvn -B -ntp -q -gs "$work/settings.xml" -Prelease deploy -DskipTests -Dinvoker.skip -Djacoco.skip \
    -Dspotless.check.skip -Dcheckstyle.skip -DcentralBaseUrl=http://127.0.0.1:9 > "$work/log" 2>&1 || true # nobody takes the upload
bundle=$(find . -path '*/central-publishing/central-bundle.zip')
[ -n "$bundle" ] || { tail -40 "$work/log"; echo "expected a bundle for Maven Central"; exit 1; }

repository=$work/repository
mkdir "$repository"
unzip -q "$bundle" -d "$repository"
for module in $published; do
    folder=$repository/io/github/kws4j/$module/$version
    for part in .pom .jar -sources.jar -javadoc.jar -cyclonedx.json; do
        file=$folder/$module-$version$part
        gpg --batch --quiet --verify "$file.asc" "$file" 2> "$work/gpg" || { cat "$work/gpg"; exit 1; }
        [ "$(sha1sum < "$file" | cut -d' ' -f1)" = "$(cut -d' ' -f1 "$file.sha1")" ]
    done
    jar=$folder/$module-$version.jar
    unzip -p "$jar" META-INF/MANIFEST.MF | grep -q "Implementation-Version: $version"
    for entry in META-INF/LICENSE META-INF/NOTICE; do
        unzip -l "$jar" "$entry" > "$work/entry" || { echo "$jar: expected $entry"; exit 1; }
    done
    ! grep -n 'SNAPSHOT\|<parent>\|\${' "$folder/$module-$version.pom" || { echo "$module: expected a flat pom"; exit 1; }
done
extra=$(ls "$repository/io/github/kws4j" | grep -vxF "$(tr ' ' '\n' <<< "kws4j $published")" || true)
[ -z "$extra" ] || { echo "expected no other artifacts but found $extra"; exit 1; }

mkdir -p "$work/outside/src/main/java"
cd "$work/outside"
properties='maven-resources-plugin.version maven-compiler-plugin.version exec-maven-plugin.version'
cp "$root/kws-onnx/src/it/consumer/pom.xml" .
sed -i "s#@project.groupId@#io.github.kws4j#; s#@project.artifactId@#kws-onnx#; s#@project.version@#$version#" pom.xml
for property in $properties; do
    sed -i "s#@$property@#$(sed -n "s#.*<$property>\(.*\)</$property>.*#\1#p" "$root/pom.xml")#" pom.xml
done
mvn -q help:evaluate -N -f "$work/source/pom.xml" -Dexpression=settings.localRepository -Doutput="$work/downloaded"
sed "s#@builtRepository@#file://$repository#; s#@localRepositoryUrl@#file://$(cat "$work/downloaded")#" \
    "$root/kws-onnx/src/it/settings.xml" > settings.xml
{
    printf 'import io.github.kws4j.*;\nimport java.nio.file.Path;\n\nclass Readme {\n'
    printf '    public static void main(String[] args) throws Exception {\n'
    sed -n '/^```java$/,/^```$/p' "$root/README.md" | sed -n '2,/^```$/p' | sed '/^```$/,$d'
    printf '    }\n}\n'
} > src/main/java/Readme.java
cp "$root/examples/clips/yes.wav" .
mvn -B -ntp -q -s settings.xml -Dmaven.repo.local="$work/local" compile exec:exec | tee "$work/answer"
grep -q 'yes 0\.' "$work/answer"
echo "rehearsed $version: $(wc -w <<< "$published") artifacts, signed, complete, and used by an outside project"
