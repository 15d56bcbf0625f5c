package treecounter.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is wrong in a file.
 *
 * @param line of the file, from 1
 * @param path of the field, as {@code spec.replicas}; empty where it is about no field
 * @param what {@code yaml}, {@code duplicate}, {@code kind}, {@code unknown}, {@code type} or
 *     {@code value}
 * @param expected for what is unknown, the known names with commas between
 */
record Problem(String file, int line, String path, String what, String found, String expected) {
    /** By hand: what does it for any record takes long to load. */
    void writeTo(ObjectNode json) {
        json.put("file", file)
                .put("line", line)
                .put("path", path)
                .put("what", what)
                .put("found", found)
                .put("expected", expected);
    }
}
