package treecounter.reviews;

/** What somebody wrote, and the label that people gave it. */
public record Review(String label, String text) {}
