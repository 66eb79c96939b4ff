// Acts of several parties, as people see and do them.
#include "clients/core/session/news.hpp"
#include "protocol/limits.hpp"
#include "tests/integration/clients/keys_fixture.hpp"

namespace clients::test {
namespace {

using namespace protocol;

struct Consent : Keys {
    Consent() : Keys({"fr", "de"}) {}
};

TEST_F(Consent, a_second_person_of_a_state_reads_the_whole_file_at_once_when_the_state_agrees) {
    send(net.member("de"), a_draft("From before"));
    send(net.member("fr"), a_draft("Of France alone", "state:fr"));
    auto second = enrol("fr.02", "fr2");
    ASSERT_TRUE(approve_proposes(second));
    EXPECT_EQ(second.session->sync().error().code, session_errc::not_admitted);
    const auto proposed = last_index();

    EXPECT_FALSE(read("de", {"consent"}).at("proposals").at(0).at("mine").get<bool>());
    EXPECT_EQ(nfp("de", {"consent", "#" + std::to_string(proposed), "--yes"}).code, 1);
    const auto waiting = read("fr", {"status"}).at("proposals").at(0);
    EXPECT_TRUE(waiting.at("mine").get<bool>());
    EXPECT_EQ(waiting.at("name"), "Person fr.02");
    const auto words = nfp("fr", {"status"}).output;
    EXPECT_NE(words.find("fr.02 becomes focal point of France: Person fr.02, fr.02@ministry.example"), std::string::npos)
        << words;

    EXPECT_EQ(nfp("fr", {"consent", "#" + std::to_string(proposed)}).code, 2);   // nobody there to ask
    const auto before = register_size();
    // What the secretariat compared the state compares as well: a name and an address are whatever the proposal says.
    const std::vector<std::string> give = {"consent", "#" + std::to_string(proposed), "--yes"};
    auto wrong = second.words;
    wrong.replace(0, wrong.find(' '), wrong.starts_with("zoo") ? "zone" : "zoo");
    for (const auto& typed : {std::string(), wrong}) EXPECT_EQ(nfp_typing(typed, "fr", give).code, 1) << typed;
    EXPECT_EQ(register_size(), before);
    const auto given = nfp_typing(second.words, "fr", give);
    ASSERT_EQ(given.code, 0) << given.output;
    EXPECT_EQ(register_size(), before + 2);   // the consent, and the grant of the state's keyring
    must(second.session->sync());
    EXPECT_EQ(titles(*second.session), (std::vector<std::string>{"From before", "Of France alone"}));
    EXPECT_TRUE(read("fr", {"consent"}).at("proposals").empty());
}

TEST_F(Consent, a_person_has_arrived_when_the_last_consent_is_there) {
    auto second = enrol("fr.02", "fr2");
    Session& de = net.member("de");
    up_to_date(de);
    const auto before = de.view().next;
    ASSERT_TRUE(approve_proposes(second));
    up_to_date(de);
    EXPECT_TRUE(news_since(de, before).empty());
    const auto proposed = last_index();
    ASSERT_EQ(nfp_typing(second.words, "fr", {"consent", "#" + std::to_string(proposed), "--yes"}).code, 0);
    up_to_date(de);
    for (const auto from : {proposed, proposed + 1}) {   // whether the proposal was looked at before or not
        const auto news = news_since(de, from);
        ASSERT_EQ(news.size(), 1U) << from;
        const auto& arrival = std::get<ArrivalNews>(news.front());
        EXPECT_EQ(arrival.person.text(), "fr.02");
        EXPECT_EQ(arrival.contact->name, "Person fr.02");
        EXPECT_EQ(arrival.origin.index, from);
    }
}

TEST_F(Consent, the_grants_follow_unasked_when_the_state_proposed_and_the_secretariat_agrees) {
    send(net.member("fr"), a_draft("Of France alone", "state:fr"));
    auto second = enrol("fr.02", "fr2");
    Session& fr = net.member("fr");
    must(fr.sync());
    auto composer = must(fr.compose());
    const DesignationClaim claim{.handle = *Handle::parse("fr.02"), .role = Role::focal_point,
                                 .keys = second.candidate.enrolment.keys,
                                 .from = {}, .until = {}, .replaces = {}};
    ASSERT_FALSE(composer.add({.kind = Kind::designation, .to = {Circle::network()}, .devices = {}, .refs = {}, .claim = claim,
                               .content = contact_json(second.candidate.contact)}));
    const auto index = must(fr.send(composer, nullptr)).receipts.front().index;
    EXPECT_EQ(nfp("fr", {"consent", "#" + std::to_string(index), "--yes"}).code, 1);   // one's own proposal
    ASSERT_EQ(nfp("dmr", {"consent", "#" + std::to_string(index), "--yes"}).code, 0);
    must(second.session->sync());
    EXPECT_EQ(second.session->keyring().find({*Circle::parse("state:fr"), 1}), nullptr);
    const auto synced = nfp_aloud("fr", {"sync"});
    EXPECT_NE(synced.output.find("circle state:fr: keys handed to fr.02"), std::string::npos) << synced.output;
    EXPECT_EQ(titles(*second.session), std::vector<std::string>{"Of France alone"});
    const auto before = register_size();
    ASSERT_EQ(nfp("fr", {"sync"}).code, 0);
    ASSERT_EQ(nfp("dmr", {"sync"}).code, 0);
    EXPECT_EQ(register_size(), before);   // nothing is handed over twice
}

TEST_F(Consent, a_new_officer_is_shown_at_the_end_of_every_command_until_acknowledged) {
    Session& dmr = net.member("dmr");
    must(dmr.sync());
    act(dmr, SettingsClaim{.values = {}, .founding_closed = true, .replaces = dmr.state().settings_entry()});
    ASSERT_FALSE(approve_proposes(enrol("dmr.02", "dmr2", Role::officer)));   // no second officer who could agree
    const std::string notice = "notice: dmr.02 becomes an officer of the secretariat on ";
    for (int i = 0; i < 2; ++i) {
        const auto said = nfp_aloud("fr", {"inbox"}).output;
        EXPECT_NE(said.find(notice), std::string::npos) << said;
    }
    EXPECT_EQ(read("fr", {"status"}).at("notices").at(0).at("what"), "new-officer");
    EXPECT_EQ(nfp("fr", {"acknowledge"}).code, 0);
    EXPECT_EQ(nfp_aloud("fr", {"inbox"}).output.find(notice), std::string::npos);
    const auto told = nfp_aloud("de", {"inbox"}).output;
    EXPECT_NE(told.find(notice), std::string::npos) << told;   // each for themself
}

}  // namespace
}  // namespace clients::test
