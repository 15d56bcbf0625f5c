package treecounter.workbench.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/**
 * What a stat shows for a value, or for none.
 *
 * @param text in place of the number; empty where the number is shown
 */
record Shown(String text, String color) {
    static Shown of(JsonNode panel, OptionalDouble value) {
        JsonNode defaults = panel.at("/fieldConfig/defaults");
        boolean known = value.isPresent() && !Double.isNaN(value.getAsDouble());
        for (JsonNode mapping : defaults.path("mappings")) {
            JsonNode options = mapping.path("options");
            JsonNode result =
                    known
                            ? options.path(String.valueOf(Math.round(value.getAsDouble())))
                            : options.path("result");
            if (result.has("color")) {
                return new Shown(result.path("text").asText(), result.path("color").asText());
            }
        }
        String color = "";
        for (JsonNode step : defaults.at("/thresholds/steps")) {
            if (step.path("value").isNull()
                    || known && value.getAsDouble() >= step.path("value").asDouble()) {
                color = step.path("color").asText();
            }
        }
        return new Shown(known ? "" : defaults.path("noValue").asText(), color);
    }

    boolean isGreen() {
        return color.contains("green");
    }
}
