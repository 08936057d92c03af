/**
 * Detection of words in as many recordings as a cluster can read, where they are stored.
 *
 * <pre>{@code
 * SparkSession spark = SparkSession.builder().getOrCreate();
 * var files = spark.read().format("binaryFile").load("archive/*.wav");
 * KeywordSpotting.pretrained(spark).classify(files).write().parquet("words");
 * }</pre>
 *
 * <p>Needs Spark 4 with Scala 2.13, which the caller's cluster brings.
 */
@NullMarked
package io.github.kws4j.spark;

import org.jspecify.annotations.NullMarked;
