#include "clients/core/access/access_file.hpp"

#include <gtest/gtest.h>

#include "clients/core/access/limits.hpp"
#include "tests/support/files.hpp"

namespace clients::access {
namespace {

using protocol::AccessList;
using protocol::ListSide;
using protocol::Member;

std::string example(const std::string& name) {
    return test::read_file(std::string(NFP_SOURCE_DIR) + "/config/access/" + name);
}

std::string refusal(std::string_view text) {
    const auto list = parse_access_file(text);
    return list ? "accepted" : describe(Language::en, list.error());
}

// A list of fr whose rule is `rule`.
std::string with_rule(const std::string& rule) { return R"({"list":"own","member":"fr","rules":[)" + rule + "]}"; }

TEST(AccessFile, examples_are_lists_and_the_dmrs_is_what_a_member_starts_with) {
    const auto dmr = parse_access_file(example("fr.dmr.json"));
    ASSERT_TRUE(dmr) << describe(Language::en, dmr.error());
    EXPECT_EQ(*dmr, protocol::default_access_list(*Member::parse("fr")));
    EXPECT_EQ(access_file_text(*dmr, Language::en), example("fr.dmr.json"));
    const auto own = parse_access_file(example("fr.own.json"));
    ASSERT_TRUE(own) << describe(Language::en, own.error());
    EXPECT_EQ(own->side, ListSide::own);
    EXPECT_EQ(own->rules.size(), 2U);
}

TEST(AccessFile, what_is_written_is_read_back_in_both_languages) {
    auto list = *parse_access_file(example("fr.own.json"));
    for (const Language language : {Language::en, Language::fr})
        EXPECT_EQ(parse_access_file(access_file_text(list, language)), list);
    list.rules.clear();
    EXPECT_EQ(parse_access_file(access_file_text(list, Language::en)), list);
    list.rules.push_back({.who = "fr.07", .write = {}, .read = {}});
    EXPECT_EQ(parse_access_file(access_file_text(list, Language::en)), list);
}

TEST(AccessFile, names_line_column_key_and_what_was_expected) {
    EXPECT_EQ(refusal("{\n  \"list\": \"both\",\n  \"member\": \"fr\"\n}"),
              "line 2, column 11, list: “both” is not one of the two lists; expected: dmr (signed by the secretariat) or own "
              "(signed by the member)");
    EXPECT_EQ(refusal(with_rule(
                  "\n// é\n/* é */ {\"who\": \"focal-point\", \"write\": [{\"kind\": \"requests\", \"to\": [\"network\"]}]}")),
              "line 3, column 51, rules[0].write[0].kind: “requests” is not a kind that people write; expected: request, "
              "response or information");
    EXPECT_EQ(refusal(with_rule("{\"who\":\"de.01\"}")),
              "line 1, column 45, rules[0].who: “de.01” is neither a role nor a person of fr; expected: officer, focal-point, or "
              "a handle such as fr.01");
    EXPECT_EQ(refusal(with_rule("{\"who\":\"focal-point\",\"read\":[\"network\",\"states:*\"]}")),
              "line 1, column 77, rules[0].read[1]: “states:*” is not a circle; expected: network, dmr, state:fr, state:*, "
              "group:NAME, group:*, "
              "meeting:NAME, meeting:*, person:HANDLE or person:*");
}

TEST(AccessFile, a_key_too_many_twice_or_missing_is_named_where_it_stands) {
    EXPECT_EQ(refusal(with_rule("{\"who\":\"focal-point\",\"reads\":[\"network\"]}")),
              "line 1, column 59, rules[0]: “reads” is not a key here; expected: who, write, read");
    EXPECT_EQ(refusal(R"({"list":"own","list":"dmr","member":"fr"})"),
              "line 1, column 15: the key “list” stands here twice; keep one");
    EXPECT_EQ(refusal(R"({"list":"own"})"), "line 1, column 1: the key “member” is missing here");
}

TEST(AccessFile, other_types_and_empty_lists_are_refused) {
    EXPECT_EQ(refusal("[]"), "line 1, column 1: an object in braces { } is expected here");
    EXPECT_EQ(refusal(R"({"list": 17,"member":"fr"})"), "line 1, column 10, list: a text in double quotes is expected here");
    EXPECT_EQ(refusal(R"({"list":"own","member":"fr","rules":{}})"),
              "line 1, column 37, rules: a list in brackets [ ] is expected here");
    EXPECT_EQ(refusal(R"({"list":"own","member":"fr","rules":[]})"),
              "line 1, column 37, rules: an empty list grants nothing; leave the key out");
    EXPECT_EQ(refusal(with_rule("null")), "line 1, column 38, rules[0]: an object in braces { } is expected here");
}

TEST(AccessFile, what_is_not_json_is_refused_where_it_breaks) {
    EXPECT_EQ(refusal("{\"list\":\"own\",\n \"member\":\"fr\",\n}"),
              "line 3, column 1: this is not JSON; comments are allowed (// and /* */), a comma before a closing bracket is not");
    EXPECT_TRUE(refusal("").starts_with("line 1, column 1: this is not JSON"));
    EXPECT_TRUE(refusal(R"({"list":"own","member":"fr"} x)").starts_with("line 1, column 30: this is not JSON"));
    EXPECT_TRUE(refusal("{\"list\":\"\xff\"}").find("not JSON") != std::string::npos);
}

TEST(AccessFile, is_bounded_before_anything_is_built) {
    EXPECT_TRUE(refusal(std::string(100'000, '[')).starts_with("line 1, column 9: the brackets nest deeper"));
    EXPECT_TRUE(refusal(std::string(limits::file_bytes_max + 1, ' ')).starts_with("the file is larger"));
    std::string rules;
    for (int i = 0; i < 65; ++i) rules += std::string(i == 0 ? "" : ",") + "{\"who\":\"focal-point\"}";
    EXPECT_EQ(refusal(with_rule(rules)), "line 1, column 37, rules: more than 64 stand here; name fewer");
    std::string right = "{\"kind\":\"request\",\"to\":[", wide;
    for (int i = 0; i < 60; ++i)
        right += std::string(i == 0 ? "" : ",") + "\"group:a-long-name-of-a-group-" + std::to_string(i) + "\"";
    for (int i = 0; i < 60; ++i) wide += std::string(i == 0 ? "" : ",") + right + "]}";
    EXPECT_TRUE(refusal(with_rule("{\"who\":\"focal-point\",\"write\":[" + wide + "]}")).find("does not fit into one entry") !=
                std::string::npos);
}

TEST(AccessFile, what_stands_there_cannot_act_on_the_terminal) {
    EXPECT_EQ(refusal(with_rule("{\"who\":\"\\u001b[2J\"}")).find('\x1b'), std::string::npos);
    EXPECT_EQ(refusal(with_rule("{\"\\u001b\":1}")).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace clients::access
