/** The HTTP client of Java as it comes: on plain HTTP it asks for HTTP/2 with every request. Posts a file three times. */
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

class PostThrice {
  public static void main(String[] words) throws Exception {
    var client = HttpClient.newHttpClient();
    var bytes = Files.readAllBytes(Path.of(words[1]));
    // Of a known length, in chunks, and after asking whether to go on.
    for (int round = 0; round < 3; round += 1) {
      var chunks = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(bytes));
      var request = HttpRequest.newBuilder(URI.create(words[0]))
          .header("Content-Type", "application/json")
          .expectContinue(round == 2)
          .POST(round == 1 ? chunks : BodyPublishers.ofByteArray(bytes));
      System.out.println(client.send(request.build(), BodyHandlers.ofString()).body());
    }
  }
}
