import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Prints the names of all topics and every record of the first partition of a topic: arguments are the broker and the topic. */
class Records {

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[0]);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.listTopics().keySet().forEach(topic -> System.out.println("topic " + topic));
            TopicPartition partition = new TopicPartition(arguments[1], 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(text(each));
                }
            }
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) throws Exception {
        StringJoiner headers = new StringJoiner(",");
        record.headers().forEach(header -> headers.add(header.key() + "=" + text(header.value())));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(record.value());
        return "record key=" + text(record.key()) + " sha256=" + HexFormat.of().formatHex(digest) + " headers=" + headers;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "none" : new String(bytes, StandardCharsets.UTF_8);
    }
}
