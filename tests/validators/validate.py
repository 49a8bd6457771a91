#!/usr/bin/env python3
"""A validator for rule tables, written from docs/table.md alone: it shares nothing with the compiler.

    python3 validate.py TABLE.json < cases.jsonl > results.jsonl

docs/consuming-the-table.md describes cases and results, one to a line, and the steps between them.
An application has to be legal by its JSON Schema, application.schema.json: its shape is not checked here.
`none` is None, a date is its text, a set is a frozenset. As False < UNKNOWN < True, strong Kleene
logic is arithmetic: `and` is min, `or` is max, `not x` is 1 - x.
"""
import calendar
import datetime
import functools
import json
import math
import re
import sys
import unicodedata

UNKNOWN = 0.5
MISSING = (None, {})  # the path and the record of an element that was not supplied: its facts are unknown
EARLY, LATE = "0000-00-00", "9999-99-99"  # outside the years 1 to 9999; dates are compared as texts
HAN = re.compile("[%s]" % re.sub("[0-9A-F]+", lambda code: chr(int(code[0], 16)), (
    "2E80-2E99,2E9B-2EF3,2F00-2FD5,3005,3007,3021-3029,3038-303B,3400-4DBF,4E00-9FFF,F900-FA6D,"
    "FA70-FAD9,16FE2-16FE3,16FF0-16FF6,20000-2A6DF,2A700-2B81E,2B820-2CEAD,2CEB0-2EBE0,2EBF0-2EE5D,"
    "2F800-2FA1D,30000-3134A,31350-33479")).replace(",", ""))


def shift(day, amount, unit):
    try:
        new, step = datetime.date.fromisoformat(day), datetime.timedelta(1 if amount > 0 else -1)
        if unit == "workdays":
            while amount:
                new += step
                amount -= step.days if new.weekday() < 5 else 0
        elif unit in ("days", "hours"):
            new += datetime.timedelta(amount if unit == "days" else math.ceil(amount / 24))
        else:
            year, month = divmod(12 * new.year + new.month - 1 + amount * (12 if unit == "years" else 1), 12)
            new = new.replace(year, month + 1, min(new.day, calendar.monthrange(year, month + 1)[1]))
        return new.isoformat()
    except (ValueError, OverflowError):  # from or to a day outside
        return day if day in (EARLY, LATE) else LATE if amount > 0 else EARLY


follow = functools.partial(functools.reduce, lambda record, key: record.get(key, {}))  # (pointer, record)
READ = {"set": frozenset, "phone": lambda text: re.sub("^[+]86", "", re.sub("[ -]", "", text))}
LITERALS, COUNTS = {"yes_no", "int", "text", "date", "enum"}, {"count", "count_distinct", "distinct_mobiles"}
STRICT = {  # unknown if an operand is unknown
    "eq": lambda c, x, y: x == y, "lt": lambda c, x, y: x < y, "gt": lambda c, x, y: x > y,
    "ne": lambda c, x, y: x != y, "le": lambda c, x, y: x <= y, "ge": lambda c, x, y: x >= y,
    "plus": lambda c, x, y: x + y, "minus": lambda c, x, y: x - y, "in": lambda c, x: x in c["values"],
    "holds": lambda c, x: c["value"] in x, "in_row": lambda c, x, key: x in c["rows"].get(key, ()),
    "is_word": lambda c, x: x in c["words"], "mentions": lambda c, x: any(word in x for word in c["words"]),
    "starts_with": lambda c, x: x.startswith(c["words"]), "ends_with": lambda c, x: x.endswith(c["words"]),
    "only_latin": lambda c, x: bool(re.fullmatch("[A-Za-z0-9 ()._&'-]+", x) and re.search("[A-Za-z]", x)),
    "only_digits": lambda c, x: bool(re.fullmatch("[0-9]+", x)), "has": lambda c, x: x is not None,
    "char_count": lambda c, x: sum(unicodedata.category(character)[0] in "LN" for character in x),
    "han_count": lambda c, x: len(HAN.findall(x)), "shift": lambda c, x: shift(x, c["amount"], c["unit"]),
    "remark": lambda c, x: bool(re.search(c["pattern"], x.strip("\t\n\r \u3000"), re.DOTALL))}
KNOWN = LITERALS.union(STRICT, COUNTS, "fact derived attribute cases not and or any all values".split(),
                       "condition provide all_of one_of prefer at_least".split())


class Table:
    def __init__(self, document):
        if document["schema_version"].split(".")[0] != "1":
            sys.exit("validate.py reads tables of major version 1")
        entries = {**document["vocabulary"], "rules": document["rules"], "layers": document["layers"]}
        self.by = {name: {x.get("id", x.get("path")): x for x in entries[name]} for name in entries}
        tracks = self.by["derived"]["sponsor.track"]["type"]["enum"]
        self.tracks = {x["id"] for x in self.by["enums"][tracks]["values"]}
        self.prepare([entries["derived"], entries.get("invariants"), [
            [x.get(name) for name in ("when", "require", "derived")]
            for x in entries["rules"] + entries["layers"]]])

    def prepare(self, node):
        """Refuses an unknown `op`, and writes out rows, templates and words."""
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            self.prepare(child)
        if isinstance(node, dict) and "op" in node:
            if node["op"] not in KNOWN:
                sys.exit("validate.py does not know the operation " + node["op"])
            if node["op"] == "in_row":
                node["rows"] = {row["key"]: row["values"] for row in self.by["tables"][node["table"]]["rows"]}
            if node["op"] == "remark":
                parts = self.by["templates"][node["template"]]["parts"]
                node["pattern"] = ".*?".join("." if "hole" in x else re.escape(x["fixed"]) for x in parts)
                node["of"] = {"op": "fact", "fact": node["fact"]}
            if "words" in node:
                named, lists = node["words"], self.by.get("words", {})
                words = {word for x in named.get("words", ()) for word in lists[x]["words"]}
                words.update(r["key"] for x in named.get("tables", ()) for r in self.by["tables"][x]["rows"])
                words.update(named.get("texts", ()))
                words.difference_update(*(lists[x]["words"] for x in named.get("except_words", ())))
                node["words"] = tuple(words.difference(named.get("except_texts", ())))

    @functools.lru_cache(None)
    def in_force(self, province, provider, day):
        """The rules and the derived facts for a question."""
        names = [x for x in (province, provider, "national") if x]
        if not self.by["layers"].keys() >= set(names):
            raise ValueError("no such layer")
        layers = [self.by["layers"][x] for x in names]
        gone = {x for layer in layers for x in layer.get("except", ())}
        rules = [self.by["rules"][x] for layer in layers for x in layer["rules"] if x not in gone]
        rules = [x for x in rules if all(link.split(".")[0] in names for link in x.get("chain", ()))
                 and x.get("effective", {}).get("from", day) <= day
                 and x.get("effective", {}).get("until", day) >= day]
        return rules, {name: {"op": "cases", "otherwise": fact["value"], "cases": [
            {"when": x["when"], "value": {"op": "enum", "value": x["value"]}}
            for layer in layers for x in layer.get("derived", ()) if x["derived"] == name
        ]} for name, fact in self.by["derived"].items()}


class Case:
    def __init__(self, rules, /, province, as_of, application, provider=None, **_):
        self.table, self.application = rules, application
        self.rules, self.derived = rules.in_force(province, provider, as_of)
        application.setdefault("filing", {}).setdefault("submitted_on", as_of)
        if application["filing"].setdefault("province", province) != province:
            raise ValueError("filing.province: another province")
        self.scope = {None: self.application}  # the current record of each list, and of the material "with"
        for rule in rules.by.get("invariants", {}).values():
            if not all(self.each({"list": rule.get("list"), "of": rule["condition"]}, self.scope)):
                raise ValueError("contradicts " + rule["id"])

    def elements(self, name):
        """[(path, record)] of an array or a role; the last is MISSING if an array was not supplied."""
        if name is None:
            return [("", self.application)]
        group = self.table.by["lists"][name]
        if "key" in group:
            key, records = group["key"], self.application.get(group["key"])
            return [MISSING] if records is None else [(f"{key}[{i}]", x) for i, x in enumerate(records)]
        found = [(path if path is None else ".".join([path, *member["pointer"]]).strip("."),
                  follow(member["pointer"], owner))
                 for member in group["members"] for path, owner in self.elements(member.get("list"))]
        return [x for x in found if x != MISSING] + [MISSING] * (MISSING in found)

    def each(self, c, scope):
        """The values of `of`, a list of conditions, or of the condition `of` for every element of `list`."""
        if "list" not in c:
            return [self.value(x, scope) for x in c["of"]]
        return [UNKNOWN if path is None else "of" not in c or self.value(c["of"], {**scope, c["list"]: item})
                for path, item in self.elements(c["list"])]

    def value(self, c, scope):
        """The value of a condition, or whether an obligation is satisfied."""
        op = c["op"]
        if op in ("fact", "attribute"):
            entry = self.table.by[op + "s"][c[op]]
            record = scope.get("with" if op == "attribute" else entry.get("list"), {})
            *way, key = entry.get("pointer", [c[op]])
            value, read = follow(way, record).get(key, UNKNOWN), READ.get(entry["type"]["kind"])
            return read(value) if read and value not in (None, UNKNOWN) else value
        if op in LITERALS:
            return c["value"]
        if op == "condition":
            return self.value(c["condition"], scope)
        if op == "derived":
            return self.value(self.derived[c["derived"]], scope)
        if op == "not":
            return 1 - (self.value(c["of"], scope) or False)
        if op in ("and", "all", "or", "any"):
            truths = [x or False for x in self.each(c, scope)]
            return min(truths, default=True) if op in ("and", "all") else max(truths, default=False)
        if op == "cases":
            value = self.value(c["otherwise"], scope)
            for case in reversed(c["cases"]):
                when, possible = self.value(case["when"], scope), self.value(case["value"], scope)
                if when:
                    value = possible if when == 1 or possible == value else UNKNOWN
            return value
        if op == "provide":
            material = self.application.get("materials", {}).get(c["material"])
            return material is not None and self.guards(c, "with", {**scope, "with": material})
        if "parts" in c:
            parts = [(self.guards(x, "when", scope), self.value(x["item"], scope) or 0) for x in c["parts"]]
            if op == "all_of":
                return min((max(1 - when, met) for when, met in parts), default=True)
            count = c["count"] if op == "at_least" else 1  # one_of, prefer
            return [True, *sorted((min(x) for x in parts), reverse=True), *[False] * count][count]
        if op in COUNTS:
            least, greatest = self.bounds(c, scope)
            return least if least == greatest else UNKNOWN
        operands = [self.value(c[x], scope) for x in ("of", "key", "left", "right") if x in c]
        if UNKNOWN in operands:
            return self.compare_bounds(c, scope) if op in ("eq", "ne", "lt", "le", "gt", "ge") else UNKNOWN
        if None in operands and op not in ("eq", "ne", "has"):
            return None if op in ("char_count", "han_count", "plus", "minus", "shift") else False
        return STRICT[op](c, *operands)

    def bounds(self, c, scope):
        """The least and the greatest number that a count or another expression may be."""
        if c["op"] == "derived" and not self.derived[c["derived"]]["cases"]:
            return self.bounds(self.derived[c["derived"]]["otherwise"], scope)
        if c["op"] not in COUNTS:
            value = self.value(c, scope)
            return (value, value) if type(value) is int else (-math.inf, math.inf)
        parts = [c] if c["op"] == "count" else [x if x["op"] == "values" else {"of": [x]} for x in c["of"]]
        values = [value for part in parts for value in self.each(part, scope)]
        counted = values.count(True) if c["op"] == "count" else len({x for x in values if (
            x not in (None, UNKNOWN) and (c["op"] == "count_distinct" or re.fullmatch("1[0-9]{10}", x)))})
        open_end = any("list" in x and MISSING in self.elements(x["list"]) for x in parts)
        return counted, math.inf if open_end else counted + values.count(UNKNOWN)

    def compare_bounds(self, c, scope):
        left, right = self.bounds(c["left"], scope), self.bounds(c["right"], scope)
        less = left[1] < right[0] or (left[0] < right[1] and UNKNOWN)
        more = left[0] > right[1] or (left[1] > right[0] and UNKNOWN)
        other = max(less, more)
        return {"lt": less, "ge": 1 - less, "gt": more, "le": 1 - more, "ne": other, "eq": 1 - other}[c["op"]]

    def guards(self, node, name, scope):
        return min((self.value(x["condition"], scope) or False for x in node.get(name, ())), default=True)

    def result(self):
        findings, order, verdict = [], ["pass", "correct", "refuse"], [0, 0]
        track = self.value({"op": "derived", "derived": "sponsor.track"}, self.scope)
        for rule in self.rules:
            tracks = set(rule["tracks"])
            stands = track in tracks if track != UNKNOWN else self.table.tracks <= tracks or UNKNOWN
            for path, record in self.elements(rule.get("for_each")):
                scope = {**self.scope, rule.get("for_each"): record}
                applies = stands and min(stands, self.guards(rule, "when", scope))
                met = self.value(rule["require"], scope) if applies and rule["effect"] == "require" else False
                kept = max(1 - applies, met or rule["effect"] in ("permit", "advise"))
                if "for_each" in rule and path is None:  # there may be no such element at all
                    applies, kept = min(applies, UNKNOWN), max(kept, UNKNOWN)
                findings.append({"rule": rule["id"], **({"element": path} if path else {}),
                                 "applies": ("no", "unknown", "yes")[int(applies * 2)],
                                 "finding": ("violated", "unknown", "ok")[int(kept * 2)]})
                for side in ([0, 1], [1], [])[int(kept * 2)]:
                    verdict[side] = max(verdict[side], order.index(rule["severity"]))
        return {"verdict": [order[x] for x in verdict], "findings": findings}


def without_duplicates(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        guanju = Table(json.load(file))
    for line in sys.stdin.buffer:
        try:
            print(json.dumps(Case(guanju, **json.loads(line, object_pairs_hook=without_duplicates)).result()))
        except ValueError as refusal:
            print(json.dumps({"refused": str(refusal)}))
