#!/usr/bin/python3
"""A compilation as another program reads it: the JSON keeps its schema, the CSV says the same cell by cell.

usage: check_compilation.py SCHEMA JSON CSV en|fr
"""
import csv
import json
import sys

import jsonschema

WORDS = {
    "en": {"yes": "yes", "no": "no", "no_information": "no information", "not_applicable": "not applicable"},
    "fr": {"yes": "oui", "no": "non", "no_information": "pas d'information", "not_applicable": "sans objet"},
}
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(text):
    """Foreign text as it may stand in a spreadsheet."""
    formula = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA)
    return ("'" if formula else "") + text


def answer_cell(answer, language):
    if answer["state"] != "answered":
        return WORDS[language][answer["state"]]
    ((kind, value),) = answer["value"].items()
    if kind == "yes_no":
        return WORDS[language][value]
    return value if kind in ("number", "date") else safe(value)


def rows_of(report, language):
    for i, question in enumerate(report["request"]["questions"]):
        for state in report["states"]:
            row = {
                "request": safe(report["number"]), "question": str(i + 1), "question_text": safe(question["text"]), "type": question["type"],
                "state": state["code"], "state_name": safe(state["name"][language]), "addressed": "yes" if state["addressed"] else "no",
                "status": state["status"],
                "superseded": " ".join(str(entry["index"]) for entry in state["superseded"]),
                "unopened": " ".join(str(entry["index"]) for entry in state["unopened"]),
            }
            response = state.get("response")
            if response:
                answer = response["answers"][i]
                row |= {
                    "answer_state": answer["state"], "answer": answer_cell(answer, language), "comment": safe(answer.get("comment", "")),
                    "language": response["language"], "late": "late" if response["late"] else "in_time",
                    "dissemination": response["dissemination"], "index": str(response["index"]), "registered": response["registered"],
                    "author": safe(response["author"]), "entry": safe(response["entry"]),
                }
            yield row


def main(schema_path, json_path, csv_path, language):
    csv.field_size_limit(16 * 1024 * 1024)
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    with open(json_path, encoding="utf-8") as file:
        report = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(report)

    with open(csv_path, "rb") as file:
        raw = file.read()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n"), "not UTF-8 with a byte order mark, or no last line end"
    with open(csv_path, encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file, strict=True))
    expected = list(rows_of(report, language))
    assert len(table) == len(expected), f"{len(table)} lines, {len(expected)} expected"
    cells = 0
    for number, (found, wanted) in enumerate(zip(table, expected), start=2):
        assert None not in found and None not in found.values(), f"line {number}: too many or too few fields"
        for column, cell in found.items():
            assert cell == wanted.get(column, ""), f"line {number}, {column}: {cell!r}, not {wanted.get(column, '')!r}"
            assert column == "answer" and found["type"] == "number" or not cell.startswith(FORMULA), f"line {number}, {column}: a formula"
            cells += 1
    print(f"{len(table)} lines, {cells} cells, all equal")


main(*sys.argv[1:])
