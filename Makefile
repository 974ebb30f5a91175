# 常用命令。只输入 make 列出全部。

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 --no-annotate --custom-compile-command "make requirements" pyproject.toml

export PYTHON
.PHONY: help setup run test reliability lint bench requirements screenshots clean
.DEFAULT_GOAL := help

help:  ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.dev  ## 建立 .venv,装好运行和测试所需的程序包

run: .venv/.runtime  ## 安装、建库、放入示例机关并启动,网址 http://127.0.0.1:8000/ (换端口:make run PORT=9000)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(if $(filter 0,$(DEMO)),,$(BIN)/python manage.py demo)
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@echo "请用浏览器打开 http://127.0.0.1:$(PORT)/ 。按 Ctrl+C 停止,数据保留。"
	@exec $(BIN)/gunicorn liaison.wsgi -c python:liaison.serve --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 1 --threads 4 --no-control-socket

test: .venv/.dev  ## 跑全部测试,含浏览器测试 (换数据库:make test DATABASE_URL=postgres://…)
	@.ci/ensure chromium
	@.ci/suite

reliability: .venv/.dev  ## 只跑可靠性测试:真的 PostgreSQL 和 Redis,断开、杀死、重来 (都另起,不动本机的)
	@.ci/ensure postgresql
	@.ci/ensure redis
	@RELIABILITY_KILLS=50 .ci/with-services .ci/suite -n 0 tests/reliability tests/notices/test_workers.py

lint: .venv/.dev  ## 检查代码:格式、楼层、模板、类型
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/mypy

bench: .venv/.dev  ## 量各步骤的快慢,与同一次量得的下限相比
	@$(BIN)/python bench/main_job.py
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/audit.py
	@$(BIN)/python bench/deadlines.py

requirements: .venv/.dev  ## 按 pyproject.toml 重新生成两份带校验值的依赖清单
	@$(COMPILE) -o requirements.txt
	@$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt

screenshots: .venv/.dev  ## 重拍使用手册里的截图
	@.ci/ensure chromium
	@$(BIN)/python docs/screenshots.py

clean:  ## 删除 .venv 和各种缓存 (数据在 var/,不动)
	@rm -rf .venv staticfiles .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are touched last: an installation that broke off is done again.
.venv/.runtime: requirements.txt
	@.ci/ensure venv
	@echo "正在安装运行所需的程序包……"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

# The larger set holds the smaller one, at the same versions.
.venv/.dev: requirements-dev.txt requirements.txt
	@.ci/ensure venv
	@echo "正在安装运行和测试所需的程序包……"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch .venv/.runtime $@
