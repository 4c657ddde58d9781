package com.fincloud.gateway.edge;

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
 * Makes documents of XML for Camel's converters ({@code xpath}, {@code validator}), with as many nodes as the heap has room for: a body
 * of 10 MB may otherwise become a tree of 500 MB. Everything else is as Camel's own factory has it, external entities off included.
 */
final class BoundedDocuments extends DocumentBuilderFactory {

    /** A text has more parts than the heap has room for. */
    static final class TooLarge extends IOException {

        TooLarge() {
            super("the XML has too many parts");
        }
    }

    /** Bytes of heap for each node: a node is up to 200 bytes, and several requests are read at once. */
    private static final long HEAP_FOR_NODE = 2048;

    private static final long FEWEST_NODES = 50_000;

    private final DocumentBuilderFactory factory = new XmlConverter().createDocumentBuilderFactory();
    private final long most = Math.max(FEWEST_NODES, Runtime.getRuntime().maxMemory() / HEAP_FOR_NODE);

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

    /** Counts the marks that begin a node: {@code <} an element or a text behind one, {@code =} an attribute. */
    private static final class Marks {

        private final long most;
        private long count;

        Marks(long most) {
            this.most = most;
        }

        void see(int mark) throws TooLarge {
            if ((mark == '<' || mark == '=') && ++count > most) {
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
            marks.see(next);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            for (int i = 0; i < count; i++) {
                marks.see(target[offset + i]);
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
            marks.see(next);
            return next;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            for (int i = 0; i < count; i++) {
                marks.see(target[offset + i]);
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
