// nfp compile --format csv|json on real entries, read by another program.
#include <gmock/gmock.h>

#include "tests/integration/clients/cli_fixture.hpp"

namespace clients::test {
namespace {

using testing::HasSubstr;

struct Compile : Cli {
    Compile() : Cli({"at", "de", "fr", "se"}) {}

    void send_request() {
        write("all.md",
              "Title: =Reception, \"in full\"\nLanguage: en\nTo: network\nDeadline: 2099-01-01\n\n## Background\nSome, "
              "background.\n\n## Questions\n"
              "1. Is there a rule? [yes/no]\n2. How many persons? [number]\n3. Who decides? [choice: a court | @police]\n"
              "4. Please describe.\n\nIn two paragraphs; with \"quotes\".\n5. Since when? [date]\n");
        ASSERT_EQ(nfp("dmr", {"request", "send", file("all.md"), "--yes"}).code, 0);
    }
    void answer(const std::string& who, const std::string& mark, const std::string& answers) {
        write("answer.md", "Re: " + number(1) + "\nLanguage: en\nDissemination: " + mark + "\n\n## Answers\n" + answers);
        const auto result = nfp_aloud(who, {"respond", file("answer.md"), "--yes"});
        ASSERT_EQ(result.code, 0) << result.output;
    }
    json compiled(const std::string& who) {
        for (const char* format : {"json", "csv"})
            EXPECT_EQ(nfp(who, {"compile", number(1), "--format", format, "-o", file(std::string("out.") + format)}).code, 0);
        const auto checked = ::test::run({"/usr/bin/python3", std::string(NFP_SOURCE_DIR) + "/tests/support/check_compilation.py",
                                          std::string(NFP_SOURCE_DIR) + "/docs/compilation.schema.json", file("out.json"),
                                          file("out.csv"), language});
        EXPECT_EQ(checked.code, 0) << checked.output;
        EXPECT_THAT(checked.output, HasSubstr("all equal"));
        std::ifstream in(file("out.json"));
        return json::parse(in);
    }
};

TEST_F(Compile, holds_every_answer_and_says_who_is_silent_and_whose_answer_is_for_others) {
    send_request();
    std::string long_text;
    for (int i = 0; i < 150; ++i)
        long_text += "A sentence, number " + std::to_string(i) + ", with \"quotes\"; and more.\n" + (i % 50 == 49 ? "\n" : "");
    answer("fr", "network", "1. yes -- at first\n2. 7\n3. a court\n4. no information\n5. 2020-02-29\n");
    answer("fr", "public",
           "1. no -- +corrected, twice\n2. -12.5 -- =SUM(A1)\n3. @police\n4. " + long_text + "5. not applicable\n");
    answer("de", "requester", "1. yes\n2. 1200\n3. a court -- by law\n4. -1+1 is a formula to some\n5. no information\n");

    const auto requester = compiled("dmr");
    EXPECT_EQ(requester.at("totals").at("responded"), 2);
    EXPECT_EQ(requester.at("totals").at("silent"), 2);
    EXPECT_EQ(requester.at("totals").at("superseded"), 1);
    EXPECT_EQ(requester.at("questions").at(1).at("figures").at("sum"), "1187.5");
    EXPECT_EQ(requester.at("questions").at(0).at("yes"), 1);
    const auto& fr = requester.at("states").at(1);
    EXPECT_EQ(fr.at("code"), "fr");
    EXPECT_EQ(fr.at("superseded").size(), 1U);
    EXPECT_EQ(fr.at("response").at("author"), "fr.01");
    EXPECT_GT(fr.at("response").at("answers").at(3).at("value").at("text").get<std::string>().size(), 6'000U);
    EXPECT_THAT(fr.at("response").at("answers").at(3).at("value").at("text").get<std::string>(), HasSubstr("\n\n"));

    // Another state: the answer for the requester alone looks like none at all.
    language = "fr";
    const auto other = compiled("se");
    EXPECT_EQ(other.at("totals").at("responded"), 1);
    EXPECT_EQ(other.at("totals").at("not_open"), 2);
    EXPECT_EQ(other.at("totals").at("silent"), 1);
    for (const auto& state : other.at("states"))
        if (state.at("code") == "de" || state.at("code") == "at") {
            EXPECT_EQ(state.at("status"), "not_open");
        }
}

}  // namespace
}  // namespace clients::test
