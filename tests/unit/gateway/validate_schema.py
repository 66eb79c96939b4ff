#!/usr/bin/python3
"""Does a JSON schema accept exactly the cases that are marked so? usage: validate_schema.py SCHEMA CASES"""
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1]))
cases = json.load(open(sys.argv[2]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
different = [case for case in cases if validator.is_valid(json.loads(case["text"])) != case["accepted"]]
for case in different:
    print("the loader says %s, the schema does not: %s" % ("yes" if case["accepted"] else "no", case["text"]))
print("%d documents, %d judged differently" % (len(cases), len(different)))
sys.exit(1 if different else 0)
