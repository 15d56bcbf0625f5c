# The verbs of the workshop; `make` lists them. What they do is written in Java, in workbench/.
# Without make, type the program's line: java -jar workbench/target/app.jar VERB [SECTION]
ROOT := $(dir $(lastword $(MAKEFILE_LIST)))
JAVA := $(if $(JAVA_HOME),"$(JAVA_HOME)/bin/java",java)
APP := $(ROOT)workbench/target/app.jar
# Light to start: a verb lives for a second. An archive keeps classes as Java loads them; one that
# does not fit, say of another Java, is passed over, and without Xlog:disable loudly.
LIGHT := $(JAVA) -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable
ARCHIVES := $(APP:.jar=-verbs.jsa) $(APP:.jar=-apps.jsa)
BENCH := $(LIGHT) -XX:SharedArchiveFile=$(firstword $(ARCHIVES)) -jar $(APP)
# Or Maven ends with signs for a terminal, also where there is none.
MVN := MAVEN_OPTS="$(MAVEN_OPTS) -Djansi.noreset=true" mvn -B -ntp -Dstyle.color=never -f $(ROOT)pom.xml
# The first lessons are built with the program. A further one is built when a verb first names it.
FIRST := section-1-exposing section-2-custom-metrics section-3-prometheus-grafana bonus-histograms
comma := ,
space := $(comma:,= )
MODULES := $(subst $(space),$(comma),workbench $(FIRST) $(FIRST:%=solutions/%))
SOURCES := $(ROOT)pom.xml $(wildcard $(ROOT)*/pom.xml $(ROOT)solutions/*/pom.xml) \
    $(shell find $(ROOT)forest/src/main $(ROOT)workbench/src/main -type f)
export SECTION MORE PORT
# Where the locale is plain ASCII, Java opens no file in a directory with another letter.
ifeq ($(shell locale charmap 2>/dev/null),ANSI_X3.4-1968)
export LC_ALL := C.UTF-8
endif

.DEFAULT_GOAL := help
# Every goal that is not made here is a verb of the program, also one with the name of a file.
OWN := build test lint benchmark $(APP) $(ARCHIVES)
VERBS := $(filter-out $(OWN),$(or $(MAKECMDGOALS),$(.DEFAULT_GOAL)))
.PHONY: $(VERBS) build test lint benchmark

# Ctrl-C is how one ends dev and traffic: no failure.
$(VERBS): $(APP) $(ARCHIVES)
	@trap : INT; $(BENCH) $@ || { code=$$?; [ $$code -eq 130 ] || exit $$code; }

# For verbs, from a check; for apps, from what Tether loads. The jar is named from the root, as an
# app runs in a directory of its own.
%-verbs.jsa: %.jar
	@echo "Making archives, so that Java starts quicker ..."
	@rm -f $@
	@MAKEFLAGS= SECTION=solutions/bonus-histograms $(LIGHT) -XX:ArchiveClassesAtExit=$@ \
	    -jar "$$(cd $(ROOT) && pwd)/workbench/target/app.jar" check >$@ || true
%-apps.jsa: %.jar
	@rm -f $@
	@$(LIGHT) -XX:ArchiveClassesAtExit=$@ -cp "$$(cd $(ROOT) && pwd)/workbench/target/app.jar" \
	    treecounter.workbench.app.Tether App load </dev/null >$@ || true

$(APP): $(SOURCES)
	@echo "Building the workshop (the first time Maven fetches what it needs: a minute or two) ..."
	@$(MVN) -q package -Dmaven.test.skip -pl $(MODULES) -am
	@touch $@

build:
	@echo "Building all modules ..."
	@$(MVN) -q package -Dmaven.test.skip

test:
	@$(MVN) verify

lint:
	@$(MVN) -q spotless:check

# HTTP=1 measures pages instead, with ROUNDS, SECONDS and WARM; PICTURES is a directory.
benchmark:
	@echo "Building the apps and the benchmarks ..."
	@$(MVN) -q -Pbenchmarks package -Dmaven.test.skip -pl benchmarks,$(MODULES) -am
	@cd $(ROOT) && $(JAVA) -jar benchmarks/target/app.jar
