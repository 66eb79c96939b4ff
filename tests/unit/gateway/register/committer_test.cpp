#include "gateway/register/committer.hpp"

#include <sqlite3.h>

#include <atomic>
#include <set>

#include <thread>

#include "gateway/limits.hpp"
#include "gateway/store/sqlite.hpp"
#include "tests/unit/gateway/register/register_fixture.hpp"

namespace gateway {
namespace {

using protocol::errc;
class committing : public RegisterFixture {};

TEST_F(committing, founds_a_network_and_its_receipts_verify) {
    const auto batch = network->founding();
    const auto outcome = send(Founding{batch}).get();
    ASSERT_TRUE(outcome) << outcome.error().why.message();
    EXPECT_FALSE(outcome->repeated);
    ASSERT_EQ(outcome->receipts.size(), batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto receipt = verify(batch[i], outcome->receipts[i]);
        EXPECT_EQ(receipt.index, i);
        EXPECT_EQ(receipt.checkpoint.checkpoint.size, batch.size());
    }
    EXPECT_TRUE(published->view()->state->founded());
}

TEST_F(committing, founds_only_for_this_gateway) {
    const auto other_log = crypto::note::Verifier("other/nfp/0123456789abcdef", crypto::SigningKey::generate().verify_key());
    test::Network elsewhere(other_log, identity->tls_key.pin(), {"fr"}, clock);
    EXPECT_EQ(why(send(Founding{elsewhere.founding()}).get()), errc::wrong_network);
    test::Network other_pin(identity->log(), crypto::tls::Key::generate().pin(), {"fr"}, clock);
    EXPECT_EQ(why(send(Founding{other_pin.founding()}).get()), errc::wrong_network);
    EXPECT_EQ(published->view()->size(), 0u);
    found();
}

TEST_F(committing, founds_once_and_answers_a_repetition_alike) {
    const auto batch = network->founding();
    const auto first = send(Founding{batch}).get();
    const auto again = send(Founding{batch}).get();
    ASSERT_TRUE(first && again);
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(first->receipts, again->receipts);
    test::Network second(identity->log(), identity->tls_key.pin(), {"fr"}, clock);
    EXPECT_EQ(why(send(Founding{second.founding()}).get()), errc::already_founded);
}

TEST_F(committing, takes_no_entry_before_the_founding) {
    const auto batch = network->founding();
    EXPECT_EQ(why(submit(batch)), errc::not_founded);
}

TEST_F(committing, numbers_requests_without_gaps_and_nothing_else) {
    found();
    admit("fr.01");
    const auto& author = network->person("fr.01");
    for (std::uint64_t count = 1; count <= 3; ++count) {
        const auto request = network->request(author);
        const auto outcome = submit(request);
        ASSERT_TRUE(outcome) << outcome.error().why.message();
        const protocol::RequestNumber expected{.year = protocol::utc_year(clock), .count = count};
        EXPECT_EQ(verify(request, outcome->receipts[0]).leaf.number, expected);
        auto refused = network->request(author);
        refused.signature.bytes[0] ^= 1;
        EXPECT_TRUE(!submit(refused));
        const auto note = network->information(author);
        const auto noted = submit(note);
        ASSERT_TRUE(noted);
        EXPECT_FALSE(verify(note, noted->receipts[0]).leaf.number);
    }
}

TEST_F(committing, numbers_begin_anew_with_the_year) {
    found();
    admit("fr.01");
    ASSERT_TRUE(submit(network->request(network->person("fr.01"))));
    clock += 366 * 86'400;
    const auto request = network->request(network->person("fr.01"));
    const auto outcome = submit(request);
    ASSERT_TRUE(outcome) << outcome.error().why.message();
    EXPECT_EQ(verify(request, outcome->receipts[0]).leaf.number->count, 1u);
}

TEST_F(committing, a_batch_is_taken_whole_or_not_at_all) {
    found();
    admit("fr.01");
    const auto size = published->view()->size();
    const auto& author = network->person("fr.01");
    auto last = network->request(author);
    last.signature.bytes[5] ^= 4;
    const auto outcome = submit(std::vector{network->request(author), network->information(author), last});
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().why, errc::bad_signature);
    EXPECT_EQ(outcome.error().entry, 2u);
    EXPECT_EQ(published->view()->size(), size);
    EXPECT_EQ(store->snapshot()->size(), size);
    const auto request = network->request(author);
    const auto taken = submit(request);
    ASSERT_TRUE(taken);
    EXPECT_EQ(verify(request, taken->receipts[0]).leaf.number->count, 1u);  // the refused one used no number
}

TEST_F(committing, the_same_entry_again_gets_the_same_receipt_also_after_a_restart) {
    found();
    admit("fr.01");
    const auto request = network->request(network->person("fr.01"));
    const auto first = submit(request);
    ASSERT_TRUE(first);
    clock += 100;
    ASSERT_TRUE(submit(network->request(network->person("fr.01"))));
    const auto again = submit(request);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(first->receipts, again->receipts);
    restart();
    EXPECT_EQ(submit(request)->receipts, first->receipts);
}

TEST_F(committing, a_batch_of_known_and_new_is_a_duplicate) {
    found();
    admit("fr.01");
    const auto& author = network->person("fr.01");
    const auto one = network->request(author), two = network->request(author);
    ASSERT_TRUE(submit(one));
    const auto outcome = submit(std::vector{two, one});
    EXPECT_EQ(why(outcome), errc::duplicate_entry);
    EXPECT_EQ(outcome.error().entry, 1u);
    EXPECT_EQ(why(submit(std::vector{two, two})), errc::duplicate_entry);
}

TEST_F(committing, a_second_signature_of_the_same_header_is_a_duplicate) {
    found();
    admit("fr.01");
    auto request = network->request(network->person("fr.01"));
    ASSERT_TRUE(submit(request));
    request.signature.bytes[9] ^= 1;
    const auto other = protocol::parse_entry(protocol::entry_bytes(request));
    ASSERT_TRUE(other);
    EXPECT_EQ(why(submit(*other)), errc::duplicate_entry);
}

TEST_F(committing, time_never_runs_backwards) {
    found();
    admit("fr.01");
    clock += 50;
    const auto one = network->request(network->person("fr.01"));
    const auto first = submit(one);
    clock -= 40;
    const auto two = network->request(network->person("fr.01"));
    const auto second = submit(two);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(verify(two, second->receipts[0]).leaf.time, verify(one, first->receipts[0]).leaf.time);
    // Nor behind a checkpoint that was only asked for.
    clock += 100;
    const auto fresh = protocol::open_checkpoint(published->fresh().note, identity->log());
    clock -= 100;
    const auto three = network->request(network->person("fr.01"));
    const auto third = submit(three);
    ASSERT_TRUE(fresh && third);
    EXPECT_GE(verify(three, third->receipts[0]).leaf.time, fresh->commitments.time);
}

TEST_F(committing, links_each_circle_to_the_entry_before) {
    found();
    admit("fr.01");
    const auto& author = network->person("fr.01");
    const auto one = network->information(author, {"dmr", "state:fr"});
    ASSERT_TRUE(submit(one));
    const auto two = network->information(author, {"state:fr"});
    const auto outcome = submit(two);
    const auto circle = *protocol::Circle::parse("state:fr");
    EXPECT_EQ(verify(two, outcome->receipts[0]).leaf.links.at(circle), protocol::link_of(circle, one.id));
}

TEST_F(committing, submissions_that_wait_share_a_transaction) {
    found();
    admit("fr.01");
    const auto& author = network->person("fr.01");
    std::vector<protocol::Entry> entries;
    for (int i = 0; i < 60; ++i) entries.push_back(network->request(author));
    std::vector<std::future<Outcome>> waiting;
    for (const auto& entry : entries) waiting.push_back(send(Submission{{entry}}));
    std::set<std::uint64_t> indexes, sizes;
    std::set<std::uint64_t> numbers;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto outcome = waiting[i].get();
        ASSERT_TRUE(outcome) << outcome.error().why.message();
        const auto receipt = verify(entries[i], outcome->receipts[0]);
        indexes.insert(receipt.index);
        sizes.insert(receipt.checkpoint.checkpoint.size);
        numbers.insert(receipt.leaf.number->count);
    }
    EXPECT_EQ(indexes.size(), 60u);
    EXPECT_EQ(*numbers.begin(), 1u);
    EXPECT_EQ(*numbers.rbegin(), 60u);
    EXPECT_LT(sizes.size(), 30u);  // far fewer checkpoints, each one sync, than entries
}

TEST_F(committing, many_threads_lose_and_repeat_nothing) {
    found();
    admit("fr.01");
    admit("de.01");
    const auto before = published->view()->size();
    std::vector<std::thread> threads;
    std::atomic<int> taken = 0;
    std::mutex mutex;  // guards network
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 10; ++i) {
                std::unique_lock lock(mutex);
                const auto entry = network->request(network->person(t % 2 ? "fr.01" : "de.01"));
                lock.unlock();
                const auto first = submit(entry), second = submit(entry);
                if (first && second && first->receipts == second->receipts && second->repeated) ++taken;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(taken, 40);
    EXPECT_EQ(published->view()->size(), before + 40);
}

TEST_F(committing, a_restart_finds_the_same_state) {
    found();
    admit("fr.01");
    admit("de.01");
    ASSERT_TRUE(submit(network->request(network->person("fr.01"))));
    const auto before = published->view();
    restart();
    const auto after = published->view();
    EXPECT_EQ(after->size(), before->size());
    EXPECT_EQ(after->head.frontier.root(), before->head.frontier.root());
    EXPECT_EQ(after->head.membership, before->head.membership);
    EXPECT_EQ(after->head.numbered, before->head.numbered);
    EXPECT_EQ(after->head.year, before->head.year);
    EXPECT_EQ(after->head.time, before->head.time);
    EXPECT_EQ(after->state->network(), before->state->network());
    EXPECT_EQ(after->state->persons().size(), before->state->persons().size());
    ASSERT_TRUE(submit(network->request(network->person("de.01"))));
    EXPECT_EQ(published->view()->head.numbered.count, 2u);
}

TEST_F(committing, a_fresh_checkpoint_is_of_the_same_tree) {
    found();
    const auto one = protocol::open_checkpoint(published->fresh().note, identity->log());
    clock += 60;
    const auto two = protocol::open_checkpoint(published->fresh().note, identity->log());
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->checkpoint.root, two->checkpoint.root);
    EXPECT_EQ(two->commitments.time, clock);
    EXPECT_EQ(published->fresh().note, two->note);
}

TEST_F(committing, says_full_and_says_no_after_stop) {
    found();
    admit("fr.01");
    const auto& author = network->person("fr.01");
    const auto entry = network->request(author);
    std::vector<std::future<Outcome>> waiting;
    for (std::size_t i = 0; i < limits::queue_submissions_max * 4; ++i) waiting.push_back(send(Submission{{entry}}));
    for (auto& one : waiting) {
        const auto outcome = one.get();
        EXPECT_TRUE(outcome || outcome.error().why == GatewayErrc::overloaded);
    }
    committer->stop();
    EXPECT_EQ(why(submit(entry)), GatewayErrc::overloaded);
}

TEST_F(committing, what_waits_at_a_stop_is_committed) {
    found();
    admit("fr.01");
    std::vector<std::future<Outcome>> waiting;
    for (int i = 0; i < 20; ++i) waiting.push_back(send(Submission{{network->request(network->person("fr.01"))}}));
    committer->stop();
    for (auto& one : waiting) EXPECT_TRUE(one.get());
}

TEST_F(committing, another_writer_is_noticed_and_nobody_is_answered) {
    found();
    admit("fr.01");
    const auto index = published->view()->size();
    {
        const auto transaction = store->begin();
        transaction->append(
            {.head = {.index = index, .id = {}, .time = clock, .head = "h\n\n", .leaf = "l"}, .body = {}, .keys = {}});
        transaction->commit();
    }
    auto answer = send(Submission{{network->request(network->person("fr.01"))}});
    EXPECT_THROW((void)answer.get(), std::future_error);  // the completion died uncalled
    committer->stop();
    ASSERT_EQ(fatal.size(), 1u);
    EXPECT_NE(fatal[0].find("another process"), std::string::npos);
}

TEST_F(committing, a_damaged_database_does_not_start) {
    found();
    admit("fr.01");
    const auto damage = [&](const char* sql) {
        committer.reset();
        published.reset();
        store.reset();
        std::filesystem::copy_file(folder / "db", folder / "copy");
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open((folder / "copy").c_str(), &raw), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
        sqlite3_close(raw);
        const store::StoreKey key(std::array<std::uint8_t, 32>{});
        const auto copy = store::open_sqlite_store(folder / "copy", store::derive_keys(key));
        EXPECT_THROW(Register(*copy, *identity, [] { return ClockReading{.wall = founded_at, .monotonic = 0}; }),
                     store::StoreFailed)
            << sql;
        std::filesystem::remove(folder / "copy");
    };
    damage("DELETE FROM entries WHERE idx = (SELECT max(idx) FROM entries)");
    damage("UPDATE nodes SET hash = zeroblob(32) WHERE level = (SELECT max(level) FROM nodes)");
    damage("DELETE FROM checkpoints");
    damage("DELETE FROM checkpoints WHERE size = (SELECT max(size) FROM checkpoints)");
    damage("DELETE FROM postings");
}

TEST_F(committing, joining_is_recorded_once_and_a_second_use_is_counted) {
    found();
    const auto file = network->invitation(network->officer(), "fr.01", "localhost:1");
    const auto stored = [&](const test::Person& joiner) {
        return store::StoredEnrolment{.token = file.invitation.token, .handle = file.invitation.handle, .second_uses = 0,
                                      .enrolment = protocol::enrolment_json(network->enrolment(file, joiner))};
    };
    const auto right = stored(network->person("fr.01"));
    const auto first = send(Joining{right}).get();
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->repeated);
    const auto again = send(Joining{right}).get();
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->repeated);
    const auto thief = test::make_person("fr.01");
    EXPECT_EQ(why(send(Joining{stored(thief)}).get()), errc::invitation_used);
    EXPECT_EQ(store->snapshot()->enrolment(right.token)->second_uses, 1u);
    EXPECT_EQ(store->snapshot()->enrolment(right.token)->enrolment, right.enrolment);
}

TEST_F(committing, nobody_joins_under_a_handle_that_is_taken) {
    found();
    admit("fr.01");
    const auto file = network->invitation(network->officer(), "fr.01", "localhost:1");
    const auto outcome = send(Joining{{.token = file.invitation.token, .handle = file.invitation.handle, .second_uses = 0,
                                       .enrolment = "{}"}}).get();
    EXPECT_EQ(why(outcome), errc::already_exists);
    EXPECT_FALSE(store->snapshot()->enrolment(file.invitation.token));
    // A further device of who is there does.
    EXPECT_TRUE(send(Joining{.enrolment = {.token = file.invitation.token,
                                           .handle = file.invitation.handle,
                                           .second_uses = 0,
                                           .enrolment = "{}"},
                             .purpose = protocol::Purpose::device})
                    .get());
}

TEST_F(committing, enrolments_of_one_handle_are_bounded) {
    found();
    const auto join = [&](const char* handle, std::size_t number) {
        return send(Joining{.enrolment = {.token = crypto::sha256(handle + std::to_string(number)),
                                          .handle = *protocol::Handle::parse(handle),
                                          .second_uses = 0,
                                          .enrolment = "{}"}})
            .get();
    };
    for (std::size_t i = 0; i < limits::enrolments_per_handle_max; ++i) ASSERT_TRUE(join("fr.02", i));
    EXPECT_EQ(why(join("fr.02", limits::enrolments_per_handle_max)), errc::too_large);
    EXPECT_TRUE(join("fr.02", 0)->repeated);
    EXPECT_TRUE(join("fr.03", 0));
}

TEST_F(committing, what_waits_behind_a_revocation_is_judged_after_it) {
    found();
    admit("fr.01");
    admit("de.01");
    const auto& revoked = network->person("fr.01");
    const protocol::RevocationClaim claim{
        .handle = revoked.handle, .device = {}, .keep = {}, .reason = protocol::RevocationReason::left};
    const auto end = network->governing(network->officer(), claim);
    const auto own = network->information(revoked, {"state:fr"});
    const auto carried = network->information(network->person("de.01"), {"state:de"});
    const auto before = network->information(revoked, {"state:fr"});
    const auto pin = revoked.tls.pin();
    // One after the other in the queue; none waits for the answer of another.
    auto first = send(Submission{.entries = {before}, .carrier = pin});
    auto second = send(Submission{.entries = {end}, .carrier = network->officer().tls.pin()});
    auto third = send(Submission{.entries = {own}, .carrier = network->person("de.01").tls.pin()});
    auto fourth = send(Submission{.entries = {carried}, .carrier = pin});
    auto fifth = send(Submission{.entries = {before}, .carrier = pin});  // it was taken; its receipt is no longer theirs to fetch
    auto sixth = send(Submission{.entries = {carried}, .carrier = network->person("de.01").tls.pin()});
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
    EXPECT_EQ(why(third.get()), errc::author_unknown);
    EXPECT_EQ(why(fourth.get()), GatewayErrc::not_designated);
    EXPECT_EQ(why(fifth.get()), GatewayErrc::not_designated);
    EXPECT_TRUE(sixth.get());
}

TEST_F(committing, an_end_date_counts_for_who_carries_too) {
    found();
    admit("fr.01");
    admit("de.01");
    take(network->admission("se.01", clock + 100));
    const auto pin = network->person("se.01").tls.pin();
    const auto carried = network->information(network->person("de.01"), {"state:de"});
    EXPECT_TRUE(send(Submission{.entries = {carried}, .carrier = pin}).get());
    clock += 100;
    EXPECT_EQ(why(send(Submission{.entries = {carried}, .carrier = pin}).get()), GatewayErrc::not_designated);
}

}  // namespace
}  // namespace gateway
