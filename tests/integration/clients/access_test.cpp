// nfp access: two lists, edited as files, applied by whom they belong to.
#include <gmock/gmock.h>

#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Access : Cli {
    // An own list of fr: requests to states only, everything else as before.
    void write_narrow() {
        write("fr.own.json", R"({"list":"own","member":"fr", // narrower
            "rules":[{"who":"focal-point","write":[{"kind":"request","to":["state:*"]},
                      {"kind":"response","to":["network","dmr","state:*","group:*"]}],
                      "read":["network","state:fr"]}]})");
    }
    json shown(const std::string& member) { return json::parse(nfp("de", {"access", "show", member, "--json"}).output); }
};

TEST_F(Access, a_list_is_fetched_edited_and_applied_and_the_gateway_enforces_it) {
    EXPECT_TRUE(shown("fr").at("own").is_null());
    EXPECT_EQ(shown("fr").at("effective").at(0).at("write").at(1).at("to"), json({"dmr", "group:*", "network", "state:*"}));
    write_narrow();
    const auto before = register_size();
    const auto dry = nfp("fr", {"access", "apply", file("fr.own.json"), "--dry-run"});
    EXPECT_EQ(dry.code, 0);
    EXPECT_THAT(dry.output,
                HasSubstr("- fr.01 may no longer send information: the secretariat, every group, the network, every reader, "
                          "expert and agent by name, every state\n"));
    EXPECT_THAT(dry.output, HasSubstr("- fr.01 may no longer send requests: the secretariat, every group, the network\n"));
    EXPECT_THAT(dry.output, HasSubstr("- fr.01 may no longer read what is sent to: every group\n"));
    EXPECT_THAT(dry.output, HasSubstr("who will feel it: Person fr.01 (fr.01)"));
    EXPECT_EQ(nfp("fr", {"access", "apply", file("fr.own.json")}).code, 2) << "asks, and there is no terminal";
    EXPECT_EQ(register_size(), before);

    const auto applied = nfp("fr", {"access", "apply", file("fr.own.json"), "--yes", "--json"});
    ASSERT_EQ(applied.code, 0) << applied.output;
    EXPECT_EQ(json::parse(applied.output).at("index"), before);
    EXPECT_EQ(shown("fr").at("own").at("author"), "fr.01");
    EXPECT_EQ(shown("fr").at("effective").at(0).at("read"), json({"network", "state:fr"}));
    EXPECT_THAT(nfp_aloud("fr", {"request", "send", file("request.md"), "--yes"}).output,
                HasSubstr("the access lists do not grant it"));
    EXPECT_THAT(nfp_aloud("fr", {"access", "apply", file("fr.own.json"), "--yes"}).output, HasSubstr("in force already"));

    // What is given back is shown as given.
    ASSERT_EQ(nfp("fr", {"access", "show", "fr", "--list", "dmr", "-o", file("wide.json")}).code, 0);
    ASSERT_EQ(::test::run({"/bin/sh", "-c", "sed -i 's/\"list\": \"dmr\"/\"list\": \"own\"/' '" + file("wide.json") + "'"}).code,
              0);
    const auto back = nfp_aloud("fr", {"access", "apply", file("wide.json"), "--yes"});
    EXPECT_EQ(back.code, 0) << back.output;
    EXPECT_THAT(back.output, HasSubstr("+ fr.01 may now send requests: the secretariat, every group, the network"));
    EXPECT_EQ(nfp("fr", {"request", "send", file("request.md"), "--yes"}).code, 0);
}

TEST_F(Access, an_officer_narrows_a_state_and_says_who_feels_it) {
    ASSERT_EQ(nfp("dmr", {"access", "show", "de", "--list", "dmr", "-o", file("de.dmr.json")}).code, 0);
    ASSERT_EQ(::test::run({"/bin/sh", "-c", "sed -i 's/\"state:\\*\"/\"state:fr\"/' '" + file("de.dmr.json") + "'"}).code, 0);
    const auto applied = nfp_aloud("dmr", {"access", "apply", file("de.dmr.json"), "--yes"});
    EXPECT_EQ(applied.code, 0);
    EXPECT_THAT(applied.output, HasSubstr("the secretariat's list of Germany (de)"));
    EXPECT_THAT(applied.output, HasSubstr("- de.01 may no longer send requests: every state except France\n"));
    EXPECT_THAT(applied.output, HasSubstr("who will feel it: Person de.01 (de.01)"));
    EXPECT_THAT(nfp("fr", {"access", "show", "de"}).output, HasSubstr("state:fr"));
}

TEST_F(Access, each_side_applies_its_own_list_only) {
    write("fr.dmr.json", R"({"list":"dmr","member":"fr"})");
    write("de.own.json", R"({"list":"own","member":"de"})");
    write("xk.dmr.json", R"({"list":"dmr","member":"xk"})");
    const auto before = register_size();
    const auto as_fr = nfp_aloud("fr", {"access", "apply", file("fr.dmr.json"), "--yes"});
    EXPECT_EQ(as_fr.code, 1);
    EXPECT_THAT(as_fr.output, HasSubstr("a dmr list is signed by an officer; you are fr.01 (focal-point)"));
    for (const char* who : {"fr", "dmr"}) {
        const auto other = nfp_aloud(who, {"access", "apply", file("de.own.json"), "--yes"});
        EXPECT_EQ(other.code, 1);
        EXPECT_THAT(other.output, HasSubstr("the own list of de is signed by a person of de"));
    }
    EXPECT_THAT(nfp_aloud("dmr", {"access", "apply", file("xk.dmr.json"), "--yes"}).output,
                HasSubstr("xk is not a member of this network"));
    EXPECT_EQ(register_size(), before);
}

TEST_F(Access, nobody_locks_themselves_out_by_a_slip) {
    write("fr.own.json", R"({"list":"own","member":"fr"})");
    const auto before = register_size();
    const auto slip = nfp_aloud("fr", {"access", "apply", file("fr.own.json"), "--yes"});
    EXPECT_EQ(slip.code, 2);
    EXPECT_THAT(slip.output, HasSubstr("you yourself could no longer read: network, state:fr"));
    EXPECT_EQ(register_size(), before);
    EXPECT_EQ(nfp("fr", {"access", "apply", file("fr.own.json"), "--yes", "--lock-me-out"}).code, 0);
    EXPECT_EQ(shown("fr").at("effective").at(0).at("read"), json::array());
    // Even so they can apply another: that right is the role's and no list takes it.
    ASSERT_EQ(nfp("fr", {"access", "show", "fr", "--list", "own", "-o", file("empty.json")}).code, 0);
    write_narrow();
    EXPECT_EQ(nfp("fr", {"access", "apply", file("fr.own.json"), "--yes"}).code, 0);
}

TEST_F(Access, a_refused_file_names_file_line_and_key_and_a_starting_own_list_limits_nothing) {
    write("bad.json", "{\n  \"list\": \"own\",\n  \"member\": \"fr\",\n  \"rule\": []\n}\n");
    const auto refused = nfp_aloud("fr", {"access", "apply", file("bad.json"), "--yes"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.output, HasSubstr("bad.json: line 4, column 3: “rule” is not a key here; expected: list, member, rules"));
    ASSERT_EQ(nfp("fr", {"access", "show", "--list", "own", "-o", file("start.json")}).code, 0);
    const auto dry = nfp("fr", {"access", "apply", file("start.json"), "--dry-run"});
    EXPECT_THAT(dry.output, HasSubstr("nobody's rights change by it"));
    language = "fr";
    EXPECT_THAT(nfp_aloud("fr", {"access", "apply", file("bad.json")}).output,
                HasSubstr("ligne 4, colonne 3 : « rule » n'est pas une clé admise ici"));
    EXPECT_THAT(nfp("fr", {"access", "show"}).output, HasSubstr("liste propre du membre (own) : aucune"));
}

}  // namespace
}  // namespace clients::test
