"""`explain` and `rules` as a person meets them: exit code, stdout and stderr of the installed command."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

import installed
from installed import SAIL
from unionstats.core.rules_folder import rules_folder
from unionstats.grammar.catalogue import default_catalogue
from unionstats.grammar.load import load_rules
from unionstats.output.dataset import read_dataset

REPORT = """亳州市总工会2024年工作总结

一、服务职工
2024年，亳州市总工会建成工会驿站1260家，发放慰问金375万元。
6月8日，市总工会召开第16次全委会。12351热线接听来电300人次。
"""

SLOW = "".join(
    f"""
[[rule]]
id = "exclusion.{name}"
reason = "list"
says = "Numbers before a list of members."
patterns = ['{{q}}{pattern}']
[[rule.example]]
text = "整理30人会员名册。"
dropped = [{{ text = "30人", reason = "list" }}]
[[rule.counterexample]]
text = "慰问职工30人。"
because = "no list follows"
claims = [{{ text = "30人" }}]
"""
    for name, pattern in (("square", "(?:会员)*名册"), ("power", "(?:会|员|会员)*名册"))
)
"""The first grows with the square of the text, the second has more ways to read it than there is time."""
IDLE = """
topic = "services"

[[indicator]]
id = "services.sails"
name = "船帆"
name_en = "Sails"
definition = "Sails."
nature = "stock"
units = ["张"]
words = [["船帆", "旧船帆"]]
also = ["组织"]
without = ["旧船"]
examples = ["添置船帆30张。"]
counterexamples = ["添置船桨30张。"]
"""

# Wide enough for no cell to be folded; where the terminal is narrow the words are the same and break otherwise.
WIDE = {"COLUMNS": "160", "NO_COLOR": "1"}


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in `folder` on a wide terminal."""
    return installed.run(*arguments, folder=folder, **WIDE)


def lines_of(text: str) -> list[str]:
    """The lines of a table with its blanks folded."""
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with one report in data/raw, extracted into data/out, and two overlays of rules."""
    path = tmp_path_factory.mktemp("explain")
    (path / "data" / "raw").mkdir(parents=True)
    (path / "data" / "raw" / "bozhou.txt").write_text(REPORT, encoding="utf-8")
    for name, text in (
        ("good", SAIL),
        ("false", SAIL.replace('unit = "帆"', 'unit = "艘"')),
        ("broken", SAIL.replace("says", "sayz")),
    ):
        (path / name).mkdir()
        (path / name / "mine.toml").write_text(text, encoding="utf-8")
    (path / "slow" / "indicators").mkdir(parents=True)
    (path / "slow" / "mine.toml").write_text(SLOW, encoding="utf-8")
    (path / "slow" / "indicators" / "services.toml").write_text(IDLE, encoding="utf-8")
    (path / "slow" / "indicators" / "words.toml").write_text(
        '[never]\nwords = ["扬帆"]\n[before]\nwords = ["扬帆"]\n', encoding="utf-8"
    )
    assert run("extract", "--quiet", folder=path).returncode == 0
    return path


@pytest.fixture(scope="module")
def station(folder: Path) -> str:
    """The id of the claim 1260家."""
    rows = read_dataset(folder / "data" / "out").claims.to_pylist()
    (claim_id,) = (str(row["claim_id"]) for row in rows if row["text"] == "1260家")
    return claim_id


# explain FILE


def test_a_report_is_shown_with_its_claims(folder: Path, station: str) -> None:
    result = run("explain", "data/raw/bozhou.txt", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    for line in REPORT.splitlines():
        assert line in result.stdout
    lines = lines_of(result.stdout)
    assert "claim label part value unit period status" in lines
    assert f"{station} 建成工会驿站 1260 家 2024" in lines
    assert any(line.startswith("亳州市 (") and "2024 (from the title)" in line for line in lines)
    assert "ordinal" not in result.stdout


def test_what_was_turned_down_keeps_its_reason(folder: Path) -> None:
    result = run("explain", "data/raw/bozhou.txt", "--dropped", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    lines = lines_of(result.stdout)
    assert "number reason rule in" in lines
    for number, reason, rule in (
        ("2024年", "date", "exclusion.date"),
        ("16次全委会", "ordinal", "exclusion.ordinal"),
        ("12351", "phone number", "exclusion.phone"),
    ):
        assert any(line.startswith(f"{number} {reason} {rule} ") for line in lines), number


def test_a_report_as_json_is_a_claim_a_line(folder: Path) -> None:
    result = run("explain", "data/raw/bozhou.txt", "--json", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    claims = [json.loads(line) for line in result.stdout.splitlines()]
    assert [claim["value"] for claim in claims] == [1260.0, 375.0, 300.0]
    for claim in claims:
        assert REPORT[claim["char_start"] : claim["char_end"]] == claim["text"]
    result = run("explain", "data/raw/bozhou.txt", "--json", "--dropped", folder=folder)
    entries = [json.loads(line) for line in result.stdout.splitlines()]
    assert [entry for entry in entries if not entry.get("dropped")] == claims
    assert {entry["text"]: entry["reason"] for entry in entries if entry.get("dropped")}["12351"] == "phone number"


def test_a_folder_is_shown_report_by_report(folder: Path) -> None:
    one, all_of_it = (run("explain", path, folder=folder) for path in ("data/raw/bozhou.txt", "data/raw"))
    assert all_of_it.returncode == 0
    assert all_of_it.stdout == one.stdout


def test_city_and_year_can_be_given(folder: Path) -> None:
    (folder / "note.txt").write_text("建成工会驿站12家。", encoding="utf-8")
    result = run("explain", "note.txt", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert "no city" in result.stdout and "no year" in result.stdout
    result = run("explain", "note.txt", "--city", "滁州", "--year", "2017", "--json", folder=folder)
    claim = json.loads(result.stdout)
    assert (claim["city"], claim["city_code"], claim["year"]) == ("滁州市", "341100", 2017)


def test_rules_can_be_added(folder: Path) -> None:
    (folder / "sails.txt").write_text("2024年，亳州市总工会添置30帆旧船。", encoding="utf-8")
    assert run("explain", "sails.txt", "--json", folder=folder).stdout == ""
    result = run("explain", "sails.txt", "--json", "--rules", "good", folder=folder)
    assert (json.loads(result.stdout)["text"], json.loads(result.stdout)["unit"]) == ("30帆", "帆")


@pytest.mark.parametrize("name", ["nothing.txt", "c12345"])
def test_a_missing_file_is_one_line(folder: Path, name: str) -> None:
    result = run("explain", name, folder=folder)
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr == f"unionstats: {name}: does not exist. Name a file or folder that can be read.\n"


@pytest.mark.parametrize("data", [b"", bytes(range(256)) * 20])
def test_an_unreadable_report_is_one_line(folder: Path, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "odd.txt").write_bytes(data)
    result = run("explain", tmp_path / "odd.txt", folder=folder)
    assert (result.returncode, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("unionstats: odd.txt: ")


# explain CLAIM_ID


def test_a_claim_is_traced_from_page_to_row(folder: Path, station: str) -> None:
    result = run("explain", station, folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    start = REPORT.index("1260家")
    lines = [line.lstrip("│├└─ ") for line in lines_of(result.stdout)]
    assert lines[0] == "建成工会驿站 1260 家"
    assert f"printed 1260家 [{start}, {start + 5}) of bozhou.txt" in lines
    assert "in 2024年，亳州市总工会建成工会驿站1260家，发放慰问金375万元。" in lines
    assert "under 一、服务职工" in lines
    for start_of_line in ("number 1260 read as 1260 家", "by unit.body (units.toml): ", "label 建成工会驿站"):
        assert any(line.startswith(start_of_line) for line in lines), start_of_line
    assert any(re.match(r"by shape\.\w+ \(shapes\.toml\): ", line) for line in lines)
    assert any(line.startswith("period 2024-01-01 to 2024-12-31") for line in lines)
    assert any(line.startswith("place 亳州市 (") for line in lines)


def test_a_claim_as_json_is_its_row(folder: Path, station: str) -> None:
    result = run("explain", station, "--json", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    (row,) = (row for row in read_dataset(folder / "data" / "out").claims.to_pylist() if row["claim_id"] == station)
    dates = {name: str(row[name]) for name in ("period_start", "period_end")}
    assert told == {**row, **dates}


def test_a_dataset_elsewhere_is_named(folder: Path, station: str, tmp_path: Path) -> None:
    result = run("explain", station, "--data", folder / "data" / "out", folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.endswith("the claim's report is not there. Name its input folder with --reports.\n")
    known = ["--data", folder / "data" / "out", "--reports", folder / "data" / "raw"]
    result = run("explain", station, *known, folder=tmp_path)
    assert result.returncode == 0
    assert "1260家" in result.stdout


def test_a_wrong_id_is_refused(folder: Path) -> None:
    result = run("explain", "c000000000000000", folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == (
        f"unionstats: {Path('data/out')}: no claim c000000000000000 in this dataset. Name the dataset with --data.\n"
    )


def test_no_dataset_is_said(folder: Path, station: str, tmp_path: Path) -> None:
    result = run("explain", station, folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert "there is no dataset of unionstats here. Run unionstats extract again." in result.stderr


def test_a_claim_that_is_no_longer_there(folder: Path, station: str, tmp_path: Path) -> None:
    (tmp_path / "bozhou.txt").write_text("亳州市总工会2024年工作总结\n发放慰问金375万元。\n", encoding="utf-8")
    result = run("explain", station, "--reports", tmp_path, folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "the report is no longer what the dataset was made from. Run extract again." in result.stderr


def test_a_claim_is_read_again_as_its_run_was_told(tmp_path: Path) -> None:
    """City, year, date, title and encoding that options or a table gave; also for reports in an archive."""
    text = "工会工作小结\n去年走访困难职工350户，上月熬制汤药80剂。\n".encode("gb18030")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "note.txt").write_bytes(text)
    with zipfile.ZipFile(tmp_path / "in" / "more.zip", "w") as archive:
        archive.writestr("inner.txt", text + "另有5人获救助。\n".encode("gb18030"))
    (tmp_path / "told.csv").write_text(
        "file,city,year,published,title\nnote.txt,乐山市中区,2023,2024-01-10,乐山市市中区总工会小结\n"
        "more.zip/inner.txt,亳州,2022,,\n",
        encoding="utf-8",
    )
    table = ("--metadata", "told.csv")
    options = ("--city", "亳州", "--year", 2024, "--encoding", "gb18030")
    for out, told in (("by_table", table), ("by_options", options)):
        result = run("extract", "in", "--out", out, "--quiet", *told, folder=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        rows = read_dataset(tmp_path / out).claims.to_pylist()
        assert len({row["file"] for row in rows}) == 2
        for row in rows:
            result = run("explain", row["claim_id"], "--data", out, "--reports", "in", "--json", folder=tmp_path)
            assert (result.returncode, result.stderr) == (0, "")
            dates = {name: str(row[name]) for name in ("period_start", "period_end")}
            assert json.loads(result.stdout) == {**row, **dates}
            result = run("explain", row["claim_id"], "--data", out, "--reports", "in", folder=tmp_path)
            by = "metadata" if out == "by_table" else "option"
            assert f"(named by {by})" in result.stdout and f"year of the report from the {by}" in result.stdout
    known = ("--data", "by_options", "--reports", "in", "--json")
    result = run("explain", row["claim_id"], *known, "--city", "滁州", folder=tmp_path)
    assert json.loads(result.stdout)["city"] == "滁州市"  # the command line decides


def test_other_rules_are_named_where_they_are_the_reason(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "data" / "raw" / "sails.txt").write_text("2024年，亳州市总工会添置30帆旧船。", encoding="utf-8")
    assert run("extract", "--quiet", "--rules", folder / "good", folder=tmp_path).returncode == 0
    (claim_id,) = read_dataset(tmp_path / "data" / "out").claims.column("claim_id").to_pylist()
    result = run("explain", claim_id, folder=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.endswith("The dataset was made with other rules: name them with --rules.\n")
    assert run("explain", claim_id, "--rules", folder / "good", folder=tmp_path).returncode == 0


# rules check, list, show


def test_the_rules_of_the_program_hold(folder: Path) -> None:
    result = run("rules", "check", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    proof = r"\d+ examples, \d+ counterexamples, 0 do not hold\n"
    assert re.fullmatch(rf"\d+ rules, {proof}\d+ indicators, {proof}", result.stdout)
    summary = json.loads(run("rules", "check", "--json", folder=folder).stdout)
    assert [summary[of]["failures"] for of in ("rules", "indicators")] == [[], []]
    assert summary["rules"]["number"] == len(load_rules([rules_folder()]))
    assert summary["indicators"]["number"] == len(default_catalogue().indicators)


def test_an_overlay_is_checked_with_the_rest(folder: Path) -> None:
    bare, more = (
        json.loads(run("rules", "check", "--json", *overlay, folder=folder).stdout)["rules"]
        for overlay in ([], ["--rules", "good"])
    )
    assert (more["number"], more["examples"]) == (bare["number"] + 1, bare["examples"] + 1)
    assert more["failures"] == []


def test_an_example_that_does_not_hold(folder: Path) -> None:
    result = run("rules", "check", "--rules", "false", folder=folder)
    assert (result.returncode, result.stderr) == (1, "")
    assert "mine.toml unit.sail example: 全市添置30帆旧船。" in result.stdout
    assert "    30帆: expected unit '艘', found '帆'" in result.stdout
    assert ", 1 do not hold\n" in result.stdout
    result = run("rules", "check", "--rules", "false", "--json", folder=folder)
    (failure,) = json.loads(result.stdout)["rules"]["failures"]
    assert result.returncode == 1
    assert (failure["id"], failure["kind"], failure["file"]) == ("unit.sail", "example", "mine.toml")


# rules lint


def test_the_patterns_of_the_program_are_not_slow_and_its_words_not_idle(folder: Path) -> None:
    result = run("rules", "lint", folder=folder)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert re.fullmatch(
        r"\d+ patterns, 0 slow\n\d+ indicators, 0 words that do nothing, \d+ that are fillers\n", result.stdout
    )


def test_what_is_slow_or_idle_is_named(folder: Path) -> None:
    result = run("rules", "lint", "--rules", "slow", folder=folder)
    assert (result.returncode, result.stderr) == (1, "")
    square, exponential, never, without, patterns, words = result.stdout.splitlines()
    assert square.startswith("mine.toml exclusion.square: {q}(?:会员)*名册 takes ")
    assert exponential.startswith("mine.toml exclusion.power: {q}(?:会|员|会员)*名册 takes more than ")
    assert never == "indicators/words.toml never: 扬帆 is in [before] too, which contradicts [never]"
    assert without == "indicators/services.toml services.sails words: 旧船帆 holds 旧船, which 'without' turns down"
    assert patterns.endswith(" patterns, 2 slow")
    assert " indicators, 2 words that do nothing, " in words
    result = run("rules", "lint", "--rules", "slow", "--json", folder=folder)
    summary = json.loads(result.stdout)
    assert result.returncode == 1
    assert [entry["rule"] for entry in summary["slow"]] == ["exclusion.square", "exclusion.power"]
    mine = [(word["word"], word["wrong"]) for word in summary["words"] if "services.sails" in word["where"]]
    assert mine == [("旧船帆", True), ("组织", False)]


def test_rules_are_listed(folder: Path) -> None:
    result = run("rules", "list", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    rules = load_rules([rules_folder()])
    assert [line.split("  ")[0] for line in result.stdout.splitlines()] == [rule.id for rule in rules]
    with_overlay = run("rules", "list", "--rules", "good", "--json", folder=folder)
    assert {"id": "unit.sail", "file": "mine.toml", "says": "Sails."} in json.loads(with_overlay.stdout)


def test_a_rule_is_shown_with_its_proof(folder: Path) -> None:
    result = run("rules", "show", "unit.sail", "--rules", "good", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "unit.sail  (mine.toml)\nSails.\n\nkind: count\nwords: 帆\n"
        "\nexample: 全市添置30帆旧船。\n    text 30帆, unit 帆\n"
        "\ncounterexample: 全市添置旧船30艘。\n    because ships are no sails\n    text 30艘\n"
    )
    body = json.loads(run("rules", "show", "unit.sail", "--rules", "good", "--json", folder=folder).stdout)
    assert body == {"id": "unit.sail", "file": "mine.toml", "says": "Sails.", "kind": "count", "words": ["帆"]}


def test_every_rule_can_be_shown(folder: Path) -> None:
    for rule in load_rules([rules_folder()])[::12]:
        assert run("rules", "show", rule.id, folder=folder).stdout.startswith(f"{rule.id}  ({rule.file})\n{rule.says}")


def test_an_unknown_rule_is_refused(folder: Path) -> None:
    result = run("rules", "show", "unit.nothing", folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "unionstats: unit.nothing: there is no such rule. See unionstats rules list.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "data/raw/bozhou.txt"],
        ["explain", "c000000000000000"],
        ["rules", "check"],
        ["rules", "list"],
        ["rules", "show", "unit.people"],
    ],
)
def test_broken_rules_stop_every_command(folder: Path, arguments: list[str]) -> None:
    result = run(*arguments, "--rules", "broken", folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "unionstats: mine.toml rule unit.sail: unknown key 'sayz'. Did you mean 'says'?\n"
    result = run(*arguments, "--rules", "nowhere", folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "unionstats: nowhere: there is no such folder of rules. Give --rules an existing folder.\n"


@pytest.mark.parametrize("arguments", [["explain"], ["explain", "a", "b"], ["rules", "prove"], ["rules", "show"]])
def test_wrong_use_is_told(folder: Path, arguments: list[str]) -> None:
    result = run(*arguments, folder=folder)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Usage: unionstats" in result.stderr
    assert "Traceback" not in result.stderr
