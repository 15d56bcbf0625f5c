package treecounter.manifests;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;

/**
 * What Cloud Run takes: a Service of Knative, whose pods are those of Kubernetes with two fields
 * more. The whole model of Knative would be 4 MB for one file to read.
 */
record CloudRunService(
        @JsonProperty String apiVersion,
        @JsonProperty String kind,
        @JsonProperty ObjectMeta metadata,
        @JsonProperty Spec spec) {
    record Spec(@JsonProperty Template template, @JsonProperty List<Object> traffic) {}

    record Template(@JsonProperty ObjectMeta metadata, @JsonProperty Revision spec) {}

    /** What it looks like is all that is asked of it. */
    static final class Revision extends PodSpec {
        @JsonProperty private Long containerConcurrency;
        @JsonProperty private Long timeoutSeconds;
    }
}
