// Epochs that end: revocations, who makes the next epoch, what waited meanwhile, and keys that are not what they should be.
#include <unistd.h>

#include <map>

#include "clients/core/session/sealing.hpp"
#include "clients/core/session/upkeep.hpp"
#include "crypto/random.hpp"
#include "protocol/kinds.hpp"
#include "tests/integration/clients/keys_fixture.hpp"
#include "tests/support/background_program.hpp"

namespace clients::test {
namespace {

using namespace protocol;

struct Rotation : Keys {
    Rotation() : Keys({"fr", "de", "gr"}) {}

    // A rotation by hand, with these secrets for the epochs that it hands over.
    static Entry rotation_with(Session& session, const Circle& circle, const crypto::age::HybridIdentity& next,
                               const SecretJson& content) {
        const auto& state = session.state();
        const RotationClaim claim{
            .circle = circle, .epoch = state.find_circle(circle)->current() + 1, .key = next.recipient(), .history = true};
        Header header{.kind = std::string(rule_of(Kind::rotation).name), .network = state.network(),
                      .author = session.identity().handle,
                      .key = session.identity().key_id(), .audience = state.rotation_audience(circle, unix_now()), .refs = {},
                      .body = {},
                      .blobs = {}, .time = unix_now(), .nonce = crypto::random_array<16>(), .seen = {},
                      .claim = claim_json(claim)};
        std::vector<crypto::age::HybridRecipient> recipients;
        for (const Audience& to : header.audience) recipients.push_back(*state.recipient_of(to));
        return *seal_entry(std::move(header), content, recipients, session.identity().sign);
    }
    static SecretJson secret_of(const Circle& circle, std::uint64_t epoch, const crypto::age::HybridIdentity& identity) {
        Keyring ring;
        ring.add({circle, epoch}, *crypto::age::HybridIdentity::parse(crypto::as_text(identity.text())));
        return *ring.hand_over(circle, {epoch});
    }
    // The next epoch of this circle and no other, whoever's turn it is.
    static void rotate(Session& session, const Circle& circle) {
        up_to_date(session);
        auto composer = must(session.compose());
        Keyring made;
        if (const auto error = composer.add_rotation(circle, made)) throw std::runtime_error(error.message());
        must(session.send(composer, nullptr, std::move(made)));
    }
    std::vector<std::string> command(const std::string& who, std::vector<std::string> words) {
        words.insert(words.begin(), {std::string(NFP_BIN_DIR) + "/nfp", "--home", net.home(who).string(), "--passphrase-file",
                                     file("passphrase"), "--lang", "en"});
        return words;
    }
};

TEST_F(Rotation, revoking_somebody_shuts_them_out_and_leaves_every_circle_fresh) {
    auto second = second_of_france();
    send(net.member("de"), a_draft("Before"));
    EXPECT_EQ(titles(*second), std::vector<std::string>{"Before"});
    const auto before = register_size();
    const auto planned = read("fr", {"revoke", "fr.02", "--reason", "lost", "--dry-run"});
    EXPECT_EQ(planned.at("closes").size(), 2U);   // state:fr and network
    EXPECT_EQ(planned.at("closes").at(0).at("circle"), "state:fr");
    EXPECT_EQ(planned.at("closes").at(0).at("could"), json::array({"fr.01"}));
    EXPECT_EQ(nfp("fr", {"revoke", "fr.02", "--reason", "lost"}).code, 2);   // nobody there to ask
    EXPECT_EQ(nfp("de", {"revoke", "fr.02", "--reason", "lost", "--yes"}).code, 1);
    EXPECT_EQ(register_size(), before);

    const auto revoked = nfp("fr", {"revoke", "fr.02", "--reason", "lost", "--yes"});
    ASSERT_EQ(revoked.code, 0);
    EXPECT_NE(revoked.output.find("2 circles fresh: 3 entries, "), std::string::npos) << revoked.output;
    std::cout << "[ figures  ] " << revoked.output.substr(revoked.output.rfind('\n', revoked.output.size() - 2) + 1);
    EXPECT_EQ(register_size(), before + 3);
    EXPECT_FALSE(second->sync());
    const auto sent = send(net.member("de"), a_draft("After"));
    EXPECT_EQ(titles(net.member("gr")), (std::vector<std::string>{"Before", "After"}));
    // Even with the ciphertext, no key that fr.02 ever held opens it.
    const auto entry = parse_entry(net.member("gr").store().entry_at(sent.receipts.front().index)->entry);
    for (const Audience& to : entry->header.audience) EXPECT_EQ(second->keyring().find(std::get<CircleEpoch>(to)), nullptr);
    for (const char* who : {"fr", "de", "gr", "dmr"}) {
        const auto waits = read(who, {"status"}).at("waits");
        EXPECT_TRUE(waits.empty()) << who << waits;
    }
}

TEST_F(Rotation, a_member_circle_left_out_of_an_epoch_gets_it_as_soon_as_it_is_fresh) {
    auto second = second_of_france();
    // state:fr is not the secretariat's to renew
    ASSERT_EQ(nfp("dmr", {"revoke", "fr.02", "--reason", "left", "--yes"}).code, 0);
    EXPECT_EQ(epoch_of(net.member("dmr"), "network"), 2U);
    Session& fr = net.member("fr");
    must(fr.sync());
    EXPECT_EQ(fr.keyring().find({Circle::network(), 2}), nullptr);
    ASSERT_EQ(nfp("fr", {"sync"}).code, 0);
    EXPECT_EQ(epoch_of(net.member("dmr"), "state:fr"), 2U);
    ::usleep(5'100'000);   // the last turn of three who could
    const auto synced = nfp_aloud("gr", {"sync"}).output;
    EXPECT_NE(synced.find("circle network: keys handed to state:fr"), std::string::npos) << synced;
    up_to_date(fr);
    EXPECT_NE(fr.keyring().find({Circle::network(), 2}), nullptr);
}

TEST_F(Rotation, who_is_overtaken_by_a_member_circles_new_epoch_looks_again) {
    auto second = second_of_france();
    revoke(net.member("dmr"), "fr.02");
    Session& gr = net.member("gr");
    up_to_date(gr);
    // gr knows of a stale state:fr, to which nothing may be sealed; it is fresh before gr's epoch of `network` reaches the
    // register.
    rotate(net.member("fr"), *Circle::parse("state:fr"));
    const auto done = must(tend(gr, {Circle::network()}));
    EXPECT_TRUE(done.failed.empty()) << done.failed.front().why.code.message();
    ASSERT_EQ(done.entries, 1U);
    const auto& audience = gr.state().find_circle(Circle::network())->epochs.at(2).sealed_to;
    const Audience fresh = CircleEpoch{*Circle::parse("state:fr"), 2};
    EXPECT_NE(std::ranges::find(audience, fresh), audience.end());
}

TEST_F(Rotation, three_who_rotate_at_once_make_one_epoch_and_every_draft_arrives_once) {
    const std::vector<std::string> three{"fr", "de", "dmr"};
    for (const auto& who : three) up_to_date(net.member(who));
    net.gateway.stop();
    for (const auto& who : three) {
        const auto draft = a_draft("Draft of " + who);
        auto composer = must(net.member(who).compose());
        ASSERT_FALSE(composer.add(draft));
        ASSERT_FALSE(net.member(who).send(composer, &draft));
    }
    net.gateway.restart(SIGTERM);
    revoke(net.member("gr"), "gr.01");   // they knew `network`; what waits is sealed to an epoch that is over
    std::vector<std::unique_ptr<::test::BackgroundProgram>> running;
    for (const auto& who : three) running.push_back(std::make_unique<::test::BackgroundProgram>(command(who, {"sync"})));
    for (auto& program : running) EXPECT_EQ(program->wait(), 0) << program->errors();
    for (const auto& who : three) EXPECT_EQ(nfp(who, {"sync"}).code, 0);   // whoever had not seen the new epoch yet

    EXPECT_EQ(epoch_of(net.member("dmr"), "network"), 2U);
    for (const auto& who : three) {
        net.member(who).refresh();
        EXPECT_TRUE(net.member(who).store().outbox().empty()) << who;
        auto arrived = titles(net.member(who));
        std::ranges::sort(arrived);
        EXPECT_EQ(arrived, (std::vector<std::string>{"Draft of de", "Draft of dmr", "Draft of fr"})) << who;
    }
}

struct Away : Keys {
    Away() : Keys({"fr", "de", "gr", "es"}) {}

    int inform(const std::string& who, const std::string& title) {
        write("information.md", "Title: " + title + "\nLanguage: en\nTo: network\n\n## Text\nA text.\n");
        return nfp(who, {"inform", file("information.md"), "--yes"}).code;
    }
    std::vector<std::string> inbox(const std::string& who) {
        std::vector<std::string> out;
        const auto entries = read(who, {"inbox"}).at("entries");
        for (const auto& entry : entries) out.push_back(entry.at("title"));
        return out;
    }
};

TEST_F(Away, a_state_that_is_silent_for_a_month_delays_nobody_and_reads_everything_when_back) {
    if (const auto why = ::test::why_no_shifted_clock(); !why.empty()) GTEST_SKIP() << why;
    ASSERT_EQ(inform("de", "Before"), 0);
    std::vector<std::string> sent = {"Before"};
    for (const auto& [offset, leaves] : {std::pair{"+15d", "gr.01"}, std::pair{"+30d", "es.01"}}) {
        live_later(offset);
        ASSERT_EQ(nfp("dmr", {"revoke", leaves, "--reason", "left", "--yes"}).code, 0);
        ASSERT_EQ(inform("de", std::string("After ") + leaves), 0);   // at once, sealed to the new epoch
        sent.push_back(std::string("After ") + leaves);
        EXPECT_EQ(inbox("dmr"), sent);
    }
    EXPECT_EQ(inbox("fr"), sent);
    const auto status = read("fr", {"status"});
    EXPECT_EQ(status.at("unopened"), 0);
    EXPECT_TRUE(status.at("waits").empty()) << status;
    EXPECT_EQ(inform("fr", "Back"), 0);
    sent.push_back("Back");
    EXPECT_EQ(inbox("de"), sent);
}

struct Turns : Keys {
    Turns() : Keys({"fr", "de", "gr", "es", "it", "at"}) {}   // so many that the last one's turn is seconds away
};

TEST_F(Turns, who_only_syncs_leaves_others_their_turn_and_who_sends_waits_for_nobody) {
    revoke(net.member("gr"), "gr.01");
    std::map<std::int64_t, Session*> turns;
    for (const char* who : {"fr", "de", "es", "it", "at", "dmr"}) {
        Session& session = net.member(who);
        up_to_date(session);
        const auto waiting = chores(session);
        ASSERT_EQ(waiting.size(), 1U) << who;
        EXPECT_EQ(waiting.front().circle, Circle::network());
        turns.emplace(waiting.front().turn, &session);
    }
    ASSERT_EQ(turns.size(), 6U);
    const auto& [turn, last] = *turns.rbegin();
    const auto left = must(tend(*last));
    EXPECT_TRUE(left.done.empty());
    EXPECT_EQ(left.next_turn, turn);
    const auto needed = must(tend(*last, {Circle::network()}));
    ASSERT_EQ(needed.done.size(), 1U);
    EXPECT_EQ(needed.entries, 1U);
    EXPECT_EQ(epoch_of(*last, "network"), 2U);
    // Those whose turn it would have been find nothing left to do.
    for (const auto& [time, session] : turns) {
        up_to_date(*session);
        EXPECT_TRUE(chores(*session).empty());
    }
}

TEST_F(Rotation, a_watch_makes_the_next_epoch_by_itself) {
    ::test::BackgroundProgram watch(command("fr", {"watch"}));
    ASSERT_TRUE([&] {   // until it is there
        for (int i = 0; i < 60; ++i) {
            send(net.member("dmr"), a_draft("Wake"));
            ::usleep(500'000);
            if (!watch.lines().empty()) return true;
        }
        return false;
    }()) << watch.errors();
    revoke(net.member("gr"), "gr.01");
    EXPECT_TRUE(watch.has_said("circle network: a new epoch is made, closed to who has left")) << watch.errors();
    EXPECT_EQ(watch.stop(SIGTERM), 0);
    EXPECT_EQ(epoch_of(net.member("dmr"), "network"), 2U);
}

TEST_F(Rotation, wrong_keys_bring_a_complaint_that_names_both_and_a_new_epoch_by_somebody_else) {
    revoke(net.member("gr"), "gr.01");
    Session& de = net.member("de");
    must(de.sync());
    // The new secret is right, the old one is not: the past would be lost to whoever comes later.
    const auto next = crypto::age::HybridIdentity::generate();
    auto content = secret_of(Circle::network(), 2, next);
    content["secrets"].push_back(secret_of(Circle::network(), 1, crypto::age::HybridIdentity::generate())["secrets"].front());
    must(must(de.gateway())->submit({entry_bytes(rotation_with(de, Circle::network(), next, content))}));

    const auto told = nfp_aloud("fr", {"sync"}).output;
    EXPECT_NE(told.find("circle network: the keys handed over by de.01 are wrong, and the register now says so"),
              std::string::npos)
        << told;
    const auto notice = read("dmr", {"status"}).at("notices");
    const auto second_look = nfp_aloud("de", {"sync"}).output;
    // Whoever of the two others came first made the new epoch; the accused is not let.
    if (!notice.empty()) {
        EXPECT_EQ(notice.at(0).at("by"), "fr.01");
        EXPECT_EQ(notice.at(0).at("accused"), "de.01");
    }
    EXPECT_EQ(second_look.find("new epoch is made"), std::string::npos) << second_look;
    must(de.sync());
    auto composer = must(de.compose());
    Keyring made;
    EXPECT_TRUE(composer.add_rotation(Circle::network(), made));
    ::usleep(4'100'000);
    for (const char* who : {"fr", "dmr"}) EXPECT_EQ(nfp(who, {"sync"}).code, 0);
    EXPECT_EQ(epoch_of(net.member("dmr"), "network"), 3U);
    EXPECT_TRUE(read("dmr", {"status"}).at("notices").empty());   // settled
}

TEST_F(Rotation, keys_that_were_announced_and_are_not_there_bring_a_complaint_too) {
    revoke(net.member("gr"), "gr.01");
    Session& de = net.member("de");
    must(de.sync());
    const auto next = crypto::age::HybridIdentity::generate();
    auto empty = secret_of(Circle::network(), 2, next);
    empty["secrets"] = SecretJson::array();
    must(must(de.gateway())->submit({entry_bytes(rotation_with(de, Circle::network(), next, empty))}));
    const auto told = nfp_aloud("fr", {"sync"}).output;
    EXPECT_NE(told.find("circle network: the keys handed over by de.01 are wrong, and the register now says so"),
              std::string::npos)
        << told;
}

TEST_F(Rotation, a_rotator_in_a_loop_is_refused) {
    Session& de = net.member("de");
    must(de.sync());
    const auto next = crypto::age::HybridIdentity::generate();
    const auto again = rotation_with(de, Circle::network(), next, secret_of(Circle::network(), 2, next));
    const auto refused = must(de.gateway())->submit({entry_bytes(again)});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::rotation_not_due);
    EXPECT_EQ(epoch_of(net.member("dmr"), "network"), 1U);
}

}  // namespace
}  // namespace clients::test
