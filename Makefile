# Skydrill: `make run` starts the shell, `make test` runs everything that CI runs.
.PHONY: man run test fuzz explore peers build dependencies format lint content bench labs-proof dist install files clean
PREFIX ?= /usr/local
BINARY ?= .build/release/skydrill
# What the program reads when it runs.
DATA := VERSION api completions facts labs lessons sandbox bench texts

run: build
	@$(BINARY)

# Installs the system libraries that are missing and says which; needs a Swift 6.2 toolchain or newer.
dependencies:
	@sh Scripts/install-dependencies.sh

# Builds with progress on the screen; nothing to do when no source is newer than the program.
build: dependencies
	@test -x $(BINARY) && test -z "$$(find Sources Package.swift -newer $(BINARY) -print -quit)" \
	  || { echo "skydrill: building, about fifteen minutes on two cores the first time"; \
	       swift build -c release --product skydrill; }

# Builds with the import walls checked and runs every test, then formatting and content.
test: dependencies
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build
	$(MAKE) --no-print-directory lint content

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

# Lessons, labs, questions and texts, by the program just built for the tests.
content:
	.build/debug/skydrill lint

format:
	swift format format -i --recursive Sources Tests Package.swift

# A million broken texts on each parser, and a million calls at random; each takes its time.
fuzz: dependencies
	SKYDRILL_FUZZ=1000000 swift test -c release --filter FuzzTests
explore: dependencies
	SKYDRILL_EXPLORE=1000000 swift test -c release --filter ExplorerTests

# Runs three models through SimPy and Ciw as well and compares; says so loudly where Python or the packages cannot be had.
peers: dependencies
	@sh Scripts/compare-peers.sh

# Every yardstick against its floor and aim, then the ratios to programs by hand in C++ and SimPy (bench/peers).
bench: build
	@for name in kernel stations flagship az-outage scale wide idle survey flow api start; do \
	  $(BINARY) bench $$name || exit 1; done
	@sh Scripts/bench-peers.sh $(BINARY)

# Proves every lab over 100 weathers and writes labs/<id>/proof.tsv.
labs-proof: build
	@for lab in labs/*/; do $(BINARY) prove "$$(basename $$lab)" --weathers 100 || exit 1; done

# A tarball and a .deb with everything linked in.
dist: dependencies
	@sh Scripts/make-dist.sh

install: build files

# Puts program, data, man page and completion scripts below DESTDIR and PREFIX; builds nothing.
files:
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/skydrill $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/skydrill
	install -m 644 docs/skydrill.1 $(DESTDIR)$(PREFIX)/share/man/man1/skydrill.1
	for part in $(wildcard $(DATA)); do rm -rf $(DESTDIR)$(PREFIX)/share/skydrill/$$part; \
	  cp -R $$part $(DESTDIR)$(PREFIX)/share/skydrill/; done
	install -m 644 completions/skydrill.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/skydrill
	install -m 644 completions/_skydrill $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_skydrill
	install -m 644 completions/skydrill.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/skydrill.fish

# Writes the man page anew from the help of the program named; builds nothing. A test says when the page is stale.
man:
	@test -x $(BINARY) || { echo "skydrill: $(BINARY) is not built yet; say which program: make man BINARY=.build/debug/skydrill" >&2; exit 1; }
	python3 Scripts/make-man-page.py $(BINARY) > docs/skydrill.1.new && mv docs/skydrill.1.new docs/skydrill.1

clean:
	rm -rf .build .build-dist dist
