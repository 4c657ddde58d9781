package com.fincloud.gateway.http.body;

import java.io.FilterInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.camel.converter.jaxp.XmlConverter;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Document;
import org.xml.sax.EntityResolver;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Creates XML documents for Camel's converters ({@code xpath}, {@code validator}) with a limit on the number of nodes, which follows from
 * the heap size. Without this limit a body of 10 MB may become a tree of 500 MB. Everything else is configured as in Camel's own factory;
 * external entities are disabled.
 */
public final class BoundedDocuments extends DocumentBuilderFactory {

    /** The text has more nodes than the heap has room for. */
    public static final class TooLarge extends IOException {

        TooLarge() {
            super("the XML has too many parts");
        }
    }

    /** Bytes of heap for each node. A node takes up to 200 bytes, and several requests are parsed at the same time. */
    private static final long HEAP_FOR_NODE = 2048;

    private static final long MIN_NODES = 50_000;

    private final DocumentBuilderFactory factory = new XmlConverter().createDocumentBuilderFactory();
    private final long most = Math.max(MIN_NODES, Runtime.getRuntime().maxMemory() / HEAP_FOR_NODE);

    @Override
    public DocumentBuilder newDocumentBuilder() throws ParserConfigurationException {
        return new Bounded(factory.newDocumentBuilder(), most);
    }

    @Override
    public void setAttribute(String name, Object value) {
        factory.setAttribute(name, value);
    }

    @Override
    public Object getAttribute(String name) {
        return factory.getAttribute(name);
    }

    @Override
    public void setFeature(String name, boolean value) throws ParserConfigurationException {
        factory.setFeature(name, value);
    }

    @Override
    public boolean getFeature(String name) throws ParserConfigurationException {
        return factory.getFeature(name);
    }

    /**
     * Counts the characters that cause memory use: {@code <} begins an element or a text after an element, {@code =} an attribute. The
     * parser creates an object for each piece of a text. A piece ends at {@code &}, at the end of a line, and at a character outside the
     * Basic Multilingual Plane.
     */
    private static final class Marks {

        private static final int NODE = 5;
        private static final int PIECE = 2;

        private long left;
        private long place;
        private boolean pairsOfBytes;

        Marks(long mostNodes) {
            this.left = mostNodes * NODE;
        }

        /**
         * Processes a byte. For UTF-16 it detects the upper byte of a surrogate; otherwise the first byte of a character outside the Basic
         * Multilingual Plane.
         */
        void seeByte(int next) throws TooLarge {
            if (place < 2 && next >= 0) { // a byte order mark, or half of an ASCII character in UTF-16
                pairsOfBytes |= next == 0 || next >= 0xfe;
                place++;
            }
            boolean beyond = pairsOfBytes ? next >= 0xd8 && next <= 0xdb : next >= 0xf0;
            take(beyond ? PIECE : weight(next));
        }

        void seeCharacter(int next) throws TooLarge {
            take(next >= 0 && Character.isHighSurrogate((char) next) ? PIECE : weight(next));
        }

        private static int weight(int next) {
            return switch (next) {
                case '<', '=' -> NODE;
                case '&', '\n', '\r' -> PIECE;
                default -> 0;
            };
        }

        private void take(int weight) throws TooLarge {
            left -= weight;
            if (left < 0) {
                throw new TooLarge();
            }
        }
    }

    private static final class Bytes extends FilterInputStream {

        private final Marks marks;

        Bytes(InputStream in, Marks marks) {
            super(in);
            this.marks = marks;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            marks.seeByte(next);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            for (int i = 0; i < count; i++) {
                marks.seeByte(target[offset + i] & 0xff);
            }
            return count;
        }
    }

    private static final class Characters extends FilterReader {

        private final Marks marks;

        Characters(Reader in, Marks marks) {
            super(in);
            this.marks = marks;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            marks.seeCharacter(next);
            return next;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            for (int i = 0; i < count; i++) {
                marks.seeCharacter(target[offset + i]);
            }
            return count;
        }
    }

    private static final class Bounded extends DocumentBuilder {

        private final DocumentBuilder builder;
        private final long most;

        Bounded(DocumentBuilder builder, long most) {
            this.builder = builder;
            this.most = most;
        }

        @Override
        public Document parse(InputSource source) throws SAXException, IOException {
            Marks marks = new Marks(most);
            if (source.getCharacterStream() != null) {
                source.setCharacterStream(new Characters(source.getCharacterStream(), marks));
            } else if (source.getByteStream() != null) {
                source.setByteStream(new Bytes(source.getByteStream(), marks));
            }
            return builder.parse(source);
        }

        @Override
        public boolean isNamespaceAware() {
            return builder.isNamespaceAware();
        }

        @Override
        public boolean isValidating() {
            return builder.isValidating();
        }

        @Override
        public void setEntityResolver(@Nullable EntityResolver resolver) {
            builder.setEntityResolver(resolver);
        }

        @Override
        public void setErrorHandler(@Nullable ErrorHandler handler) {
            builder.setErrorHandler(handler);
        }

        @Override
        public Document newDocument() {
            return builder.newDocument();
        }

        @Override
        public DOMImplementation getDOMImplementation() {
            return builder.getDOMImplementation();
        }
    }
}
