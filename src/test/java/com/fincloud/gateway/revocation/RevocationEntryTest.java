package com.fincloud.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fincloud.gateway.auth.Revocations;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationEntryTest {

    private static final EntryId ID = EntryId.of("1795553269483-0");
    private static final String HASH = "0123456789abcdef".repeat(4);

    private static RevocationEntry entry(Map<String, String> fields) {
        return RevocationEntry.of(ID, fields);
    }

    @Test
    void everyFieldIsRead() {
        RevocationEntry entry = entry(Map.of(
                "jti",
                "a",
                "sha256",
                HASH.toUpperCase(Locale.ROOT),
                "user",
                "42",
                "iat",
                "100.25",
                "exp",
                "200.1",
                "by",
                "x"));

        assertThat(entry).isEqualTo(new RevocationEntry(ID, "a", HASH, "42", new BigDecimal("100.25"), 201, List.of()));
    }

    @Test
    void withoutAMomentItIsWhenItWasWrittenAndWithoutAnEndItIsForGood() {
        RevocationEntry entry = entry(Map.of("user", "42"));

        assertThat(entry.issuedUntil()).isEqualByComparingTo("1795553269.483");
        assertThat(entry.until()).isEqualTo(Revocations.UNKNOWN);
        assertThat(entry.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "1e999999999", "NaN", " 1", "1795553269000", "0x10", "1.", "١"})
    void aNumberThatIsNotUsableIsTreatedAsMissing(String number) {
        RevocationEntry entry = entry(Map.of("user", "42", "iat", number, "exp", number));

        assertThat(entry.user()).isEqualTo("42");
        assertThat(entry.issuedUntil()).isEqualByComparingTo("1795553269.483");
        assertThat(entry.until()).isEqualTo(Revocations.UNKNOWN);
        assertThat(entry.problems())
                .containsExactly("iat (expected: seconds since 1970)", "exp (expected: seconds since 1970)");
    }

    @ParameterizedTest
    @CsvSource({"jti, ''", "sha256, 0123", "sha256, zz", "user, 'me and you'", "user, ''", "user, Zoë", "role, admin"})
    void whatNamesNothingEndsNothing(String field, String value) {
        Revocations revocations = new Revocations();

        RevocationEntry entry = entry(Map.of(field, value));
        entry.addTo(revocations);

        assertThat(entry.problems()).hasSize(1);
        assertThat(revocations.tokens() + revocations.users()).isZero();
    }

    @Test
    void anIdThatIsTooLongIsNotKept() {
        assertThat(entry(Map.of("jti", "x".repeat(512))).jti()).hasSize(512);
        assertThat(entry(Map.of("jti", "x".repeat(513))).jti()).isNull();
    }

    @Test
    void entriesAreInTheOrderOfTheirUnsignedNumbers() {
        assertThat(EntryId.of("5-10")).isGreaterThan(EntryId.of("5-9")).isLessThan(EntryId.of("6-0"));
        assertThat(EntryId.of("18446744073709551615-0"))
                .isGreaterThan(EntryId.of("5-0"))
                .hasToString("18446744073709551615-0");
        assertThat(EntryId.of("18446744073709551615-0").second()).isEqualByComparingTo("18446744073709551.615");
    }
}
