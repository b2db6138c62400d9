# Two commands: `make plan` and `make test`. Each sets up what it needs.
CASE ?= cases/mnf-ukraine
OUT  ?=

.PHONY: plan test setup lint generate clean

plan: setup
	@cargo build --release --locked --package entente
	@./target/release/entente plan $(CASE) $(if $(OUT),--out $(OUT))

# The tests open the report in a browser, so they ask for more than the plan does.
test: setup
	@scripts/setup.sh browser
	@cargo test --workspace --locked --all-features

lint:
	@cargo xtask ci

generate:
	@cargo xtask generate

setup:
	@scripts/setup.sh build

clean:
	@cargo clean
