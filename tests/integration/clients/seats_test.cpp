// Seats that are vacant, suspended or founded anew, and terms that end.
#include <sstream>

#include "tests/integration/clients/keys_fixture.hpp"

namespace clients::test {
namespace {

using namespace protocol;

struct Seats : Keys {
    Seats() : Keys({"fr", "de", "gr"}) {}

    int inform(const std::string& who, const std::string& to, const std::string& title) {
        write("information.md", "Title: " + title + "\nLanguage: en\nTo: " + to + "\n\n## Text\nA text.\n");
        return nfp(who, {"inform", file("information.md"), "--yes"}).code;
    }
    ::test::Finished confirm(const std::string& who, const std::string& handle, const std::string& words) {
        return nfp_typing(words, who, {"confirm", handle});
    }
    static bool has_row(const std::string& table, const std::string& one, const std::string& other) {
        std::istringstream lines(table);
        for (std::string line; std::getline(lines, line);)
            if (line.find(one) != std::string::npos && line.find(other) != std::string::npos) return true;
        return false;
    }
    std::string aloud(const std::string& who) { return nfp_aloud(who, {"sync"}).output; }
};

TEST_F(Seats, nothing_is_sent_by_name_to_a_state_founded_anew_until_its_words_are_confirmed) {
    ASSERT_EQ(nfp("dmr", {"revoke", "fr.01", "--reason", "left", "--yes"}).code, 0);
    const auto told = aloud("de");
    EXPECT_NE(told.find("alarm: dmr.01 revoked fr.01, the last focal point of France"), std::string::npos) << told;
    auto second = enrol("fr.02", "fr2");
    ASSERT_FALSE(approve_proposes(second));
    must(second.session->sync());

    const std::string alarm = "alarm: fr.02 was designated by the secretariat after the focal points of France had all gone";
    EXPECT_NE(aloud("de").find(alarm), std::string::npos);
    EXPECT_EQ(read("de", {"status"}).at("notices").at(0).at("what"), "seat-founded");
    EXPECT_EQ(inform("de", "fr", "By name"), 1);
    EXPECT_EQ(inform("de", "network", "To all"), 0);                    // broadcasts go on
    EXPECT_EQ(inform("dmr", "fr", "From who compared the words"), 0);   // at the approval
    EXPECT_EQ(nfp("de", {"acknowledge"}).code, 0);
    EXPECT_NE(aloud("de").find(alarm), std::string::npos);              // reading it is not enough

    auto wrong = second.words;
    wrong.replace(0, wrong.find(' '), wrong.starts_with("zoo") ? "zone" : "zoo");
    EXPECT_EQ(confirm("de", "fr.02", wrong).code, 1);
    EXPECT_EQ(inform("de", "fr", "By name"), 1);
    // What fr.02 reads out, from their own home: the words of the enrolment.
    EXPECT_NE(nfp("fr2", {"confirm", "fr.02"}).output.find(second.words), std::string::npos);
    const auto confirmed = confirm("de", "fr.02", second.words);
    ASSERT_EQ(confirmed.code, 0) << confirmed.output;
    EXPECT_EQ(inform("de", "fr", "By name"), 0);
    EXPECT_EQ(aloud("de").find(alarm), std::string::npos);
    EXPECT_NE(aloud("gr").find(alarm), std::string::npos);              // each for themself
    const auto read_by_second = titles(*second.session);
    EXPECT_EQ(read_by_second, (std::vector<std::string>{"To all", "From who compared the words", "By name"}));
}

TEST_F(Seats, vacant_and_suspended_ones_are_listed_and_not_written_to) {
    revoke(net.member("fr"), "fr.01");   // of their own accord
    act(net.member("dmr"), MemberClaim{.member = *Member::parse("gr"), .status = MemberClaim::Status::suspended, .replaces = {}});
    const auto directory = read("de", {"directory"});
    EXPECT_EQ(directory.at("vacant"), json::array({"fr"}));
    EXPECT_EQ(directory.at("suspended"), json::array({"gr"}));
    const auto table = nfp("de", {"directory"}).output;
    EXPECT_TRUE(has_row(table, "France", "vacant")) << table;
    EXPECT_TRUE(has_row(table, "Greece", "suspended")) << table;
    EXPECT_EQ(inform("de", "fr", "To nobody"), 1);
    EXPECT_EQ(inform("de", "gr", "To the suspended"), 1);
    EXPECT_EQ(inform("de", "network", "To the rest"), 0);
}

TEST_F(Seats, status_warns_before_a_term_ends) {
    Session& fr = net.member("fr");
    constexpr std::int64_t day = 86'400;
    for (const auto& [days, warning] : std::vector<std::pair<int, int>>{{90, 0}, {59, 60}, {29, 30}, {6, 7}}) {
        must(fr.sync());
        const Person& me = *fr.state().find_person(*Handle::parse("fr.01"));
        const DesignationClaim claim{.handle = me.handle, .role = me.role, .keys = me.devices.begin()->second, .from = {},
                                     .until = unix_now() + days * day + 600, .replaces = me.designation};
        auto composer = must(fr.compose());
        ASSERT_FALSE(composer.add({.kind = Kind::designation, .to = {Circle::network()}, .devices = {}, .refs = {},
                                   .claim = claim,
                                   .content = contact_json({.name = "F", .email = "f@fr.example", .institution = {},
                                                            .telephone = {}})}));
        must(fr.send(composer, nullptr));
        const auto ends = read("fr", {"status"}).at("ends");
        ASSERT_EQ(ends.size(), warning == 0 ? 0U : 1U) << days;
        if (warning == 0) continue;
        EXPECT_EQ(ends.at(0).at("what"), "designation");
        EXPECT_EQ(ends.at(0).at("days"), days);
        EXPECT_EQ(ends.at(0).at("warning"), warning);
        EXPECT_NE(nfp("fr", {"status"}).output.find("in " + std::to_string(days) + " days; ask for its renewal"),
                  std::string::npos);
    }
}

}  // namespace
}  // namespace clients::test
