package com.fincloud.gateway.http.body;

import com.fincloud.gateway.error.GatewayError;
import com.fincloud.gateway.error.GatewayException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An upstream response body on its way to the client, with the length that the backend announced. */
public final class ResponseBody extends StreamedBody {

    private final InputStream stream;
    private final long length;
    private final boolean empty;
    private @Nullable Predicate<String> droppedTrailers;
    private long mostKept = Long.MAX_VALUE;
    private String service = "";

    /**
     * Wraps a stream.
     *
     * @param length length in bytes; -1 if unknown
     */
    public ResponseBody(InputStream stream, long length) {
        this(stream, length, false);
    }

    private ResponseBody(InputStream stream, long length, boolean empty) {
        this.stream = stream;
        this.length = length;
        this.empty = empty;
    }

    /** No body, as that of a response to HEAD, with the length that a response with a body would have; -1 if unknown. */
    public static ResponseBody none(long announced) {
        return new ResponseBody(InputStream.nullInputStream(), announced, true);
    }

    /** The response body that a message has, or of which it has a copy; null if it has another one. */
    public static @Nullable ResponseBody of(@Nullable Object body) {
        return body instanceof StreamedBody streamed && streamed.origin() instanceof ResponseBody response
                ? response
                : null;
    }

    /**
     * From now on keeps what steps read, up to the limit of the process for one answer.
     *
     * @param repeated whether the route may need the body again after it has been sent
     * @param named the service that the 502 for a longer body names
     */
    public ResponseBody keptBy(Supplier<KeptBodies.Share> share, boolean repeated, String named) {
        mostKept = KeptBodies.limits().answer();
        service = named;
        keep(share, repeated);
        return this;
    }

    /** From now on keeps what steps read of a stream that no backend has sent. */
    public ResponseBody keptBy(Supplier<KeptBodies.Share> share) {
        keep(share, true);
        return this;
    }

    /** The same body for reads into a direct buffer; null if that is not possible. */
    @Nullable
    public DirectSource direct() {
        return isPassedOn() && stream instanceof DirectSource source ? source : null;
    }

    /** The trailer fields; null if the backend cannot send any. */
    public @Nullable Trailers trailers() {
        return stream instanceof TrailerSource source ? source.trailers() : null;
    }

    /** Sets which trailer fields, by lower-case name, the client does not get, as the head's fields of these names. */
    public ResponseBody dropTrailers(Predicate<String> names) {
        droppedTrailers = names;
        return this;
    }

    /** Whether the client does not get the trailer field with this lower-case name. */
    public boolean dropsTrailer(String name) {
        return droppedTrailers != null && droppedTrailers.test(name);
    }

    /** The announced length in bytes, whether the body has them or not; -1 if unknown. */
    @Override
    public long announced() {
        return length;
    }

    /** Whether the response announces a length for a body that it does not have. */
    public boolean isEmpty() {
        return empty;
    }

    /** The service whose answer this is; empty if it is unknown. */
    public String service() {
        return service;
    }

    /** Closes the source, because nobody reads the body any more. */
    public void release() throws IOException {
        stream.close();
    }

    @Override
    int receive(byte[] target, int offset, int count) throws IOException {
        return stream.read(target, offset, count);
    }

    @Override
    int arrived() {
        try {
            return stream.available();
        } catch (IOException e) {
            return 0; // the next read throws it
        }
    }

    @Override
    void weigh(KeptBodies.Share share, byte[] bytes, int offset, int count) {
        share.add(bytes, offset, count);
    }

    @Override
    long mostKept() {
        return mostKept;
    }

    @Override
    GatewayException tooLong() {
        return new GatewayException(GatewayError.BACKEND_UNUSABLE, service).because("too_large");
    }
}
