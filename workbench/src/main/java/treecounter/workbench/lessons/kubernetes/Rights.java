package treecounter.workbench.lessons.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import treecounter.workbench.checks.Finding;

/** What the containers of a pod may do. */
final class Rights {
    private final Rollout rollout;
    private final String in;

    Rights(Rollout rollout) {
        this.rollout = rollout;
        this.in = rollout.in();
    }

    /** No root, no file written but where it has to be, nothing more than it needs. */
    void check() {
        JsonNode ofPod = rollout.pod().path("securityContext");
        for (JsonNode container : rollout.containers()) {
            String who = "the container " + container.path("name").asText();
            JsonNode own = container.path("securityContext");
            Finding.when(
                    own.path("privileged").asBoolean(),
                    who + " without privileges",
                    "privileged: true",
                    in + "privileged is root on the node.");
            JsonNode user = own.has("runAsUser") ? own.path("runAsUser") : ofPod.path("runAsUser");
            Finding.when(
                    user.isNumber() && user.asInt() == 0,
                    who + " not as root",
                    "runAsUser: 0",
                    in + "0 is root. The image names its user itself, 10001.");
            JsonNode noRoot =
                    own.has("runAsNonRoot") ? own.path("runAsNonRoot") : ofPod.path("runAsNonRoot");
            Finding.when(
                    !noRoot.asBoolean(),
                    who + " not as root: runAsNonRoot",
                    noRoot.isMissingNode() ? "nothing said" : "runAsNonRoot: false",
                    in
                            + "a new image could run as root. runAsNonRoot lets none start that"
                            + " does.");
            Finding.when(
                    !own.path("readOnlyRootFilesystem").asBoolean(),
                    who + " with a file system that it cannot write",
                    own.path("readOnlyRootFilesystem").isMissingNode() ? "nothing said" : "false",
                    in + "readOnlyRootFilesystem is for each container, in its securityContext.");
            Finding.when(
                    own.path("allowPrivilegeEscalation").asBoolean(true),
                    who + " that cannot become more: allowPrivilegeEscalation: false",
                    own.has("allowPrivilegeEscalation") ? "true" : "nothing said, which is true",
                    in
                            + (own.has("allowPrivilegeEscalation")
                                    ? "true lets a program become more than it was. false does not."
                                    : "allowPrivilegeEscalation is for each container."));
            boolean dropped = false;
            for (JsonNode one : own.at("/capabilities/drop")) {
                dropped |= one.asText().equals("ALL");
            }
            Finding.when(
                    !dropped,
                    who + " without capabilities",
                    own.at("/capabilities/drop").isEmpty()
                            ? "none dropped"
                            : own.at("/capabilities/drop"),
                    in + "capabilities: drop ALL. A web server above port 1024 needs none.");
            Finding.when(
                    !own.at("/capabilities/add").isEmpty(),
                    who + " without capabilities",
                    own.at("/capabilities/add") + " added",
                    in + "what add says is given back. The app needs none.");
            writes(container, who);
        }
        boolean confined = ofPod.at("/seccompProfile/type").asText().equals("RuntimeDefault");
        boolean each = true;
        for (JsonNode container : rollout.containers()) {
            each &=
                    container
                            .at("/securityContext/seccompProfile/type")
                            .asText()
                            .equals("RuntimeDefault");
        }
        Finding.when(
                !confined && !each,
                "seccompProfile RuntimeDefault, for the pod",
                ofPod.path("seccompProfile").isEmpty()
                        ? "nothing said"
                        : ofPod.path("seccompProfile"),
                in + "it refuses calls of the system that no app needs; restricted asks for it.");
    }

    private void writes(JsonNode container, String who) {
        for (JsonNode mount : container.path("volumeMounts")) {
            Finding.when(
                    mount.path("mountPath").asText().isEmpty(),
                    "a mountPath for each volumeMount",
                    "none for " + mount.path("name").asText(),
                    in + "mountPath says where in the container the volume is.");
            boolean there = false;
            for (JsonNode volume : rollout.volumes()) {
                boolean same = volume.path("name").equals(mount.path("name"));
                there |= same;
                Finding.when(
                        same && volume.has("hostPath"),
                        who + " without files of its node",
                        "hostPath",
                        in + "hostPath hands out files of the node. emptyDir is the pod's own.");
            }
            Finding.when(
                    !there,
                    "a volume for each volumeMount",
                    mount.path("name").asText(),
                    in + "volumes of the pod has no %s.".formatted(mount.path("name").asText()));
        }
    }
}
