import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that executes each line of standard input: arguments are its port and the folder of its data. */
class PostgresServer {

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPort(Integer.parseInt(arguments[0]))
                        .setDataDirectory(Path.of(arguments[1]))
                        .setCleanDataDirectory(false)
                        .start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    statement.execute(line);
                    System.out.println("done " + line);
                } catch (SQLException e) {
                    System.out.println("failed " + line + ": " + e.getMessage());
                }
            }
        }
    }
}
