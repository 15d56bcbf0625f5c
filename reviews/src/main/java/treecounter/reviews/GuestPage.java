package treecounter.reviews;

import java.util.Map;
import treecounter.forest.Answer;

/**
 * The page at {@code /}: a guest writes a review, and says whether what it was taken for is right.
 */
public final class GuestPage {
    private static final String HTML =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Guest book</title>
            <link rel="icon" href="data:,">
            <style>
            :root { color-scheme: light dark; --mark: light-dark(#1b6e3c, #6fcf97); }
            body { font-family: system-ui, sans-serif; margin: 10vh auto; max-width: 40rem;
                   padding: 0 1rem; border-top: 0.4rem solid var(--mark); }
            h1 { color: var(--mark); }
            textarea { width: 100%; box-sizing: border-box; font: inherit; }
            button { font: inherit; padding: 0.4rem 1rem; margin: 0.5rem 0.5rem 0.5rem 0; }
            small { opacity: 0.7; }
            </style>
            </head>
            <body>
            <h1>Guest book</h1>
            <form id="form">
            <label for="review">How was your walk?</label>
            <textarea id="review" rows="5" required maxlength="10000"></textarea>
            <button id="send">Send</button>
            </form>
            <p id="answer" role="status"></p>
            <p id="ask" hidden>Was that right?
            <button id="yes">Yes</button><button id="no">No</button></p>
            <p id="which" hidden>What is right?
            <button>negative</button><button>neutral</button><button>positive</button></p>
            <small>What you write is kept in a file on this machine, for its owner only.</small>
            <script>
            const by = id => document.getElementById(id);
            const post = (path, what) => fetch(path, {method: "POST",
                headers: {"Content-Type": "application/json"}, body: JSON.stringify(what)});
            let review = "", sentiment = "";
            by("form").addEventListener("submit", async event => {
              event.preventDefault();
              by("ask").hidden = by("which").hidden = true;
              try {
                review = by("review").value;
                const answer = await post("/predict", {review: review});
                if (!answer.ok) {
                  const json = (answer.headers.get("Content-Type") || "").includes("json");
                  const why = json ? (await answer.json()).error : "The server has a bug.";
                  by("answer").textContent = answer.status + ": " + why;
                  return;
                }
                const said = await answer.json();
                sentiment = said.sentiment;
                by("answer").textContent = said.sentiment + ", "
                    + Math.round(100 * said.probability) + " % sure"
                    + (said.by ? " (by the " + said.by + ")" : "");
                by("ask").hidden = false;
              } catch (e) {
                by("answer").textContent = "The server does not answer.";
              }
            });
            const judge = async truth => {
              by("ask").hidden = by("which").hidden = true;
              const answer = await post("/truth", {review: review, sentiment: truth});
              by("answer").textContent = answer.ok ? "Thank you." : "That could not be kept.";
            };
            by("yes").addEventListener("click", () => judge(sentiment));
            by("no").addEventListener("click", () => by("which").hidden = false);
            by("which").querySelectorAll("button").forEach(
                one => one.addEventListener("click", () => judge(one.textContent)));
            </script>
            </body>
            </html>
            """;

    private GuestPage() {}

    /** The page. */
    public static Answer answer() {
        return new Answer(200, "text/html; charset=utf-8", HTML, Map.of());
    }
}
