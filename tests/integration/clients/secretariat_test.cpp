// What the secretariat decides, what it cannot, and those who hold no state's circle.
#include "clients/core/session/forgetting.hpp"
#include "crypto/encoding.hpp"
#include "tests/integration/clients/keys_fixture.hpp"

namespace clients::test {
namespace {

using namespace protocol;

struct Secretariat : Keys {
    Secretariat() : Keys({"fr", "de"}) {}
};

TEST_F(Secretariat, a_coup_is_an_alarm_and_leaves_the_states_past_closed_to_the_newcomer) {
    const auto secret = send(net.member("fr"), a_draft("Of France alone", "state:fr"));
    ASSERT_EQ(nfp("dmr", {"revoke", "fr.01", "--reason", "other", "--yes"}).code, 0);
    auto newcomer = enrol("fr.02", "fr2");
    ASSERT_FALSE(approve_proposes(newcomer));
    must(newcomer.session->sync());

    const auto told = nfp_aloud("de", {"sync"}).output;
    EXPECT_NE(told.find("alarm: fr.02 was designated by the secretariat"), std::string::npos) << told;
    write("to_fr.md", "Title: By name\nLanguage: en\nTo: fr\n\n## Text\nA text.\n");
    EXPECT_EQ(nfp("de", {"inform", file("to_fr.md"), "--yes"}).code, 1);
    EXPECT_FALSE(net.member("fr").sync());
    EXPECT_EQ(epoch_of(net.member("dmr"), "state:fr"), 2U);
    EXPECT_EQ(newcomer.session->keyring().find({*Circle::parse("state:fr"), 1}), nullptr);
    EXPECT_EQ(net.member("dmr").keyring().find({*Circle::parse("state:fr"), 1}), nullptr);
    for (const auto& title : titles(*newcomer.session)) EXPECT_NE(title, "Of France alone");
    EXPECT_EQ(nfp("fr2", {"show", "#" + std::to_string(secret.receipts.front().index)}).code, 1);
}

TEST_F(Secretariat, an_expert_reads_what_is_forwarded_with_its_origin_and_nothing_else) {
    const auto original = send(net.member("de"), a_draft("For all"));
    const auto index = std::to_string(original.receipts.front().index);
    auto expert = enrol("fr.10", "expert", Role::expert);
    ASSERT_TRUE(approve_proposes(expert));   // of a state that has a focal point
    ASSERT_EQ(nfp_typing(expert.words, "fr", {"consent", "#" + std::to_string(last_index()), "--yes"}).code, 0);
    ASSERT_EQ(nfp("expert", {"sync"}).code, 0);   // founds person:fr.10
    EXPECT_EQ(epoch_of(net.member("dmr"), "person:fr.10"), 1U);
    EXPECT_TRUE(read("expert", {"inbox"}).at("entries").empty());
    EXPECT_EQ(read("expert", {"status"}).at("role"), "expert");

    EXPECT_EQ(nfp("fr", {"forward", "#" + index, "--to", "de.01", "--yes"}).code, 1);   // reads it already
    ASSERT_EQ(nfp("fr", {"forward", "#" + index, "--to", "fr.10", "--yes"}).code, 0);
    const auto entries = read("expert", {"inbox"}).at("entries");
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries.at(0).at("title"), "Forwarded: For all");
    const auto text = nfp("expert", {"show", "#" + std::to_string(entries.at(0).at("index").get<std::uint64_t>())}).output;
    EXPECT_NE(text.find("#" + index + ", written by de.01"), std::string::npos) << text;
    EXPECT_TRUE(read("de", {"inbox"}).at("entries").size() == 1U);   // the forwarding is for the state alone
}

TEST_F(Secretariat, a_focal_point_invites_for_the_own_state_only) {
    EXPECT_EQ(nfp("fr", {"invite", "fr.11", "--role", "national-reader", "-d", file("invitations")}).code, 0);
    EXPECT_EQ(nfp("fr", {"invite", "de.11", "--role", "national-reader", "-d", file("invitations")}).code, 1);
    EXPECT_EQ(nfp("fr", {"invite", "fr.12", "--role", "expert", "-d", file("invitations")}).code, 1);
}

TEST_F(Secretariat, pins_that_would_lock_clients_out_are_refused) {
    const std::string other(64, 'a');
    EXPECT_EQ(nfp("dmr", {"network", "gateway-pins", "--pin", other, "--yes"}).code, 2);
    const auto present = crypto::hex_encode(net.gateway.pin());
    EXPECT_EQ(nfp("dmr", {"network", "gateway-pins", "--pin", present, "--next", other, "--yes"}).code, 0);
    EXPECT_EQ(nfp("fr", {"sync"}).code, 0);
}

TEST_F(Secretariat, a_handover_needs_who_stays_and_is_shown_before_it_counts) {
    auto second = enrol("dmr.02", "dmr2", Role::officer);
    ASSERT_FALSE(approve_proposes(second));
    must(second.session->sync());
    ASSERT_EQ(nfp("dmr", {"network", "close-founding", "--yes"}).code, 0);
    ASSERT_EQ(nfp("dmr", {"secretariat", "handover", "--closes", "dmr.01", "--opens", "dmr.02", "--yes"}).code, 0);
    const auto proposed = last_index();
    EXPECT_EQ(nfp("dmr", {"consent", "#" + std::to_string(proposed), "--yes"}).code, 1);
    ASSERT_EQ(nfp("dmr2", {"consent", "#" + std::to_string(proposed), "--yes"}).code, 0);
    EXPECT_NE(nfp_aloud("fr", {"inbox"}).output.find("notice: the secretariat is handed over"), std::string::npos);
    for (const auto& person : read("fr", {"directory"}).at("persons"))
        EXPECT_EQ(person.contains("until"), person.at("handle") == "dmr.01");
    EXPECT_EQ(nfp("dmr", {"sync"}).code, 0);   // in office until then

    if (const auto why = ::test::why_no_shifted_clock(); !why.empty()) GTEST_SKIP() << why;
    live_later("+73h");
    EXPECT_EQ(nfp("dmr2", {"sync"}).code, 0);
    EXPECT_NE(nfp("dmr", {"sync"}).code, 0);
}

TEST_F(Secretariat, retention_is_decided_by_whose_circle_it_is) {
    EXPECT_EQ(nfp("dmr", {"retention", "state:fr", "--years", "2", "--yes"}).code, 1);
    EXPECT_EQ(nfp("fr", {"retention", "state:fr", "--years", "2", "--yes"}).code, 0);
    EXPECT_EQ(nfp("fr", {"retention", "state:fr", "--years", "3", "--yes"}).code, 0);   // replaces it
    up_to_date(net.member("fr"));
    EXPECT_TRUE(overdue_epochs(net.member("fr")).empty());
}

}  // namespace
}  // namespace clients::test
