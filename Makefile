# Skydrill: `make run` starts the shell, `make test` runs everything that CI runs.
.PHONY: run test build dependencies format lint bench install clean
PREFIX ?= /usr/local
BINARY := .build/release/skydrill

run: build
	@$(BINARY)

# Installs the system libraries that are missing and says which; needs a Swift 6.2 toolchain or newer.
dependencies:
	@sh Scripts/install-dependencies.sh

build: dependencies
	@test -x $(BINARY) && test -z "$$(find Sources Package.swift -newer $(BINARY) -print -quit)" \
	  || swift build -c release --product skydrill

test: dependencies
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

bench: build
	@$(BINARY) bench kernel
	@$(BINARY) bench az-outage

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

format:
	swift format format -i --recursive Sources Tests Package.swift

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/skydrill
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/skydrill
	cp -R VERSION labs lessons texts facts api $(DESTDIR)$(PREFIX)/share/skydrill/

clean:
	rm -rf .build
