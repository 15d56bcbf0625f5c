# The verbs of the workshop; `make` lists them. What they do is written in Java, in workbench/.
# Without make, type the program's line: java -jar workbench/target/app.jar VERB [SECTION]
ROOT := $(dir $(lastword $(MAKEFILE_LIST)))
JAVA := $(if $(JAVA_HOME),"$(JAVA_HOME)/bin/java",java)
APP := $(ROOT)workbench/target/app.jar
# Light to start: a verb lives for a second.
BENCH := $(JAVA) -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar $(APP)
# Or Maven ends with signs for a terminal, also where there is none.
MVN := MAVEN_OPTS="$(MAVEN_OPTS) -Djansi.noreset=true" mvn -B -ntp -Dstyle.color=never -f $(ROOT)pom.xml
SOURCES := $(ROOT)pom.xml $(wildcard $(ROOT)*/pom.xml $(ROOT)solutions/*/pom.xml) \
    $(shell find $(ROOT)forest/src/main $(ROOT)workbench/src/main -type f)
export SECTION MORE PORT
# Where the locale is plain ASCII, Java opens no file in a directory with another letter.
ifeq ($(shell locale charmap 2>/dev/null),ANSI_X3.4-1968)
export LC_ALL := C.UTF-8
endif

.DEFAULT_GOAL := help
VERBS := help dev check hint diff reset progress up down traffic faults query prefetch kit doctor
.PHONY: $(VERBS) build test lint

$(VERBS): $(APP)
	@$(BENCH) $@

$(APP): $(SOURCES)
	@echo "Building the workshop (the first time Maven fetches what it needs: a minute or two) ..."
	@$(MVN) -q package -Dmaven.test.skip
	@touch $@

build:
	@echo "Building all modules ..."
	@$(MVN) -q package -Dmaven.test.skip

test:
	@$(MVN) verify

lint:
	@$(MVN) -q spotless:check
