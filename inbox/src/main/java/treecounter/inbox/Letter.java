package treecounter.inbox;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** A letter that came in, as text; of a long one the first {@value #MOST_CHARACTERS} characters. */
record Letter(Instant arrived, String from, String to, String subject, String text) {
    static final int MOST_CHARACTERS = 256 * 1024;

    private static final int MOST_OF_A_HEADER = 500;

    Letter {
        from = first(from, MOST_OF_A_HEADER);
        to = first(to, MOST_OF_A_HEADER);
        subject = first(subject, MOST_OF_A_HEADER);
        text = first(text, MOST_CHARACTERS);
    }

    /** Reads what came over SMTP. */
    static Letter of(MimeMessage message, String to) {
        String from = "";
        String subject = "";
        String text;
        try {
            from = message.getFrom() == null ? "" : Arrays.toString(message.getFrom());
            subject = message.getSubject() == null ? "" : message.getSubject();
            text = text(message).orElse("(no text)");
        } catch (MessagingException | IOException | RuntimeException e) {
            text = "(This letter cannot be read: " + e.getMessage() + ")";
        }
        return new Letter(Instant.now(), from.replaceAll("^\\[|]$", ""), to, subject, text.strip());
    }

    /** The first part that is plain text, else whatever is text, shown as it is. */
    private static Optional<String> text(Part part) throws MessagingException, IOException {
        Object content = part.getContent();
        if (content instanceof String text) {
            return Optional.of(text);
        }
        Optional<String> other = Optional.empty();
        if (content instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart each = parts.getBodyPart(i);
                Optional<String> found = text(each);
                if (found.isPresent() && each.isMimeType("text/plain")) {
                    return found;
                }
                other = other.or(() -> found);
            }
        }
        return other;
    }

    private static String first(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + " ...";
    }
}
