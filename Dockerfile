# The run stage only: `make build` has made the jars, so an image takes a second and no network.
ARG JAVA_IMAGE
FROM ${JAVA_IMAGE} AS app

# Which module's app: forest, section-3-prometheus-grafana, solutions/bonus-histograms, ...
ARG MODULE

WORKDIR /app
# What changes seldom comes first: a saved lesson then changes one small layer.
COPY ${MODULE}/target/lib lib/
COPY ${MODULE}/target/app.jar app.jar

# A number, so that a cluster can see that this is not root.
USER 10001:10001

# In a container the app has to listen to other containers too.
ENV HOST=0.0.0.0

# No shell in between: Java gets the SIGTERM and finishes its requests.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-jar", "app.jar"]

# With the model of bonus-model-serving in it, which make up has had trained.
FROM app AS with-model
COPY reviews/target/model model/
