# `make demo` and `make test` are the two that a newcomer needs; CONTRIBUTING.md tells of the others.
GO ?= go
TOOL := $(GO) tool -modfile=.tools/go.mod
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
PACKAGES := ./...

.PHONY: build demo test test-cluster soak bench lint cross format vuln clean

build: ## bin/kronoscope
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/kronoscope ./cmd/kronoscope

demo: build ## the TUI on the embedded control plane, with sample workloads
	./bin/kronoscope demo

test: ## every test, with the race detector
	$(GO) test -race -timeout 30m $(PACKAGES)

test-cluster: ## the scenarios on a real control plane, upstream's own specs and stern on the embedded one: needs no cluster
	cd kube/e2e && $(GO) vet ./... && $(GO) test -timeout 40m ./...

MUTATIONS ?= 100000
SEED ?= $(shell date +%s)

soak: ## 100,000 mutated objects (MUTATIONS, SEED) sent to the embedded plane and to a real one: their answers must agree
	@echo "mutation seed $(SEED)"
	cd kube/e2e && $(GO) test -timeout 4h -v -run TestMutatedObjectsGetTheSameAnswers ./mutate -mutations $(MUTATIONS) -mutation-seed $(SEED)

bench: ## the figures of docs/performance.md
	$(GO) test -run '^$$' -bench . -benchmem $(PACKAGES)

lint: ## formatting, vet, staticcheck
	@unformatted=$$($(TOOL) gofumpt -l cmd kube scheduler testdata themes tui); \
	if [ -n "$$unformatted" ]; then echo "not formatted (make format):"; echo "$$unformatted"; exit 1; fi
	$(GO) vet $(PACKAGES)
	$(TOOL) staticcheck $(PACKAGES)

cross: ## compile and vet for the other systems, tests included
	@for system in darwin/arm64 windows/amd64; do \
		export CGO_ENABLED=0 GOOS=$${system%/*} GOARCH=$${system#*/}; \
		echo "$$system"; $(GO) build $(PACKAGES) && $(GO) vet $(PACKAGES) || exit 1; \
	done

format: ## rewrite the sources as gofumpt wants them
	$(TOOL) gofumpt -w cmd kube scheduler testdata themes tui

vuln: ## known vulnerabilities; needs the Go vulnerability database
	$(TOOL) govulncheck $(PACKAGES)

clean:
	rm -rf bin
