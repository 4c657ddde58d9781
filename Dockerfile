# The gateway in a container: docker build -t fincloud/api-gateway .
# The demo services:            docker build --target demo -t fincloud/gateway-demo .

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
# A layer of its own, so that a change of the sources downloads nothing again.
RUN ./mvnw -B -ntp dependency:go-offline
COPY src src
RUN ./mvnw -B -ntp package -DskipTests \
 && java -Djarmode=tools -jar target/api-gateway.jar extract --layers --destination target/layers

FROM build AS demo-build
RUN ./mvnw -B -ntp dependency:copy-dependencies -DincludeScope=test -DoutputDirectory=target/lib

FROM eclipse-temurin:25-jre AS demo
USER 10001:10001
WORKDIR /app
COPY --from=demo-build /build/target/lib lib
COPY --from=demo-build /build/target/classes classes
COPY --from=demo-build /build/target/test-classes classes
EXPOSE 8001 8002 8003
ENTRYPOINT ["java", "-Xmx64m", "-cp", "classes:lib/*", "com.fincloud.gateway.demo.DevGateway", "services"]

FROM eclipse-temurin:25-jre AS gateway
WORKDIR /app
# glibc keeps an arena of freed memory for each of many threads otherwise.
ENV MALLOC_ARENA_MAX=2
# What changes least comes first: a new version of the gateway is a layer of less than a megabyte, and its AOT cache.
COPY --from=build /build/target/layers/dependencies ./
COPY --from=build /build/target/layers/application ./
COPY deploy/jvm.options ./
COPY deploy/ready /usr/local/bin/ready
COPY routes routes
# The jars of extensions, if ./mvnw -f extensions/pom.xml package has made any (docs/extensions.md).
COPY extensions/lib extensions
# The JVM learns from a run under load, with the files that it will find at each start: it takes half the time then.
RUN --mount=type=bind,from=demo-build,source=/build/target,target=/training \
    java -cp "/training/classes:/training/test-classes:/training/lib/*" com.fincloud.gateway.demo.DevGateway train \
      java @jvm.options -XX:AOTCacheOutput=api-gateway.aot -jar api-gateway.jar \
 && test -s api-gateway.aot
USER 10001:10001
EXPOSE 8000 8081
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 CMD ["/usr/local/bin/ready"]
ENTRYPOINT ["java", "@jvm.options", "-XX:AOTCache=api-gateway.aot", "-jar", "api-gateway.jar"]
