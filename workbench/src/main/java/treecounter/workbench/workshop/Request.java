package treecounter.workbench.workshop;

/**
 * A request as traffic has it.
 *
 * @param body JSON; empty for none
 * @param status of the answer when all goes well
 */
public record Request(String method, String path, String body, int status) {
    /** A GET without a body. */
    public static Request get(String path, int status) {
        return new Request("GET", path, "", status);
    }
}
