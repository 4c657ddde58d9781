import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.util.Collections;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Replies to requests of a queue with what it has received, except to "silence": arguments are the broker and the queue. */
class QuoteService {

    public static void main(String[] arguments) throws Exception {
        String broker = arguments[0] + "?initialConnectAttempts=-1&reconnectAttempts=-1&retryInterval=200";
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker)) {
            JMSContext context = factory.createContext();
            JMSProducer replies = context.createProducer();
            context.createConsumer(context.createQueue(arguments[1])).setMessageListener(message -> {
                try {
                    String text = message.getBody(String.class);
                    if (!text.contains("silence")) {
                        replies.setJMSCorrelationID(message.getJMSCorrelationID())
                                .setProperty("internal", "yes")
                                .send(message.getJMSReplyTo(), reply(message, text));
                    }
                } catch (JMSException e) {
                    System.out.println(e);
                }
            });
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static String reply(Message message, String text) throws JMSException {
        StringBuilder properties = new StringBuilder();
        List<?> names = Collections.list(message.getPropertyNames());
        names.stream().map(String::valueOf).sorted().forEach(name -> properties.append(name).append(' '));
        return "{\"request\":%s,\"user\":\"%s\",\"id\":\"%s\",\"properties\":\"%s\"}"
                .formatted(text, message.getStringProperty("userId"), message.getStringProperty("requestId"), properties.toString().strip());
    }
}
