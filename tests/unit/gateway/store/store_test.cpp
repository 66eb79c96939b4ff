#include "gateway/store/store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

#include "gateway/limits.hpp"
#include "gateway/store/schema.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "gateway/store/sqlite_view.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gateway::store {
namespace {

StoreKeys keys(std::uint8_t seed = 7) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(seed);
    return derive_keys(StoreKey(bytes));
}

IndexKey author(std::string_view name) { return {Field::author, crypto::to_bytes(name)}; }

NewEntry entry_at(std::uint64_t index, std::vector<IndexKey> index_keys) {
    const auto text = std::to_string(index);
    return {.head = {.index = index, .id = crypto::sha256("id" + text), .time = 1000 + static_cast<std::int64_t>(index),
                     .head = "{\"header\":" + text + "}\ned25519 x\n\n", .leaf = "leaf " + text},
            .body = crypto::to_bytes("body " + text), .keys = std::move(index_keys)};
}

class store_ : public testing::Test {
protected:
    test::TemporaryFolder folder;
    std::filesystem::path file = folder / "register.sqlite";
    std::unique_ptr<Store> store;

    void SetUp() override {
        create_sqlite_store(file);
        open();
    }
    void open() {
        store.reset();
        store = open_sqlite_store(file, keys());
    }
    void append(std::uint64_t count, const std::function<std::vector<IndexKey>(std::uint64_t)>& index_keys) {
        const auto transaction = store->begin();
        const auto from = transaction->size();
        for (auto i = from; i < from + count; ++i) transaction->append(entry_at(i, index_keys(i)));
        transaction->commit();
    }
};

TEST_F(store_, gives_back_what_was_committed_after_a_restart) {
    append(3, [](auto) { return std::vector{author("fr.01")}; });
    open();
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->size(), 3u);
    EXPECT_EQ(snapshot->find(crypto::sha256("id1")), 1u);
    EXPECT_FALSE(snapshot->find(crypto::sha256("id9")));
    const auto head = snapshot->head(1);
    EXPECT_EQ(head.head, "{\"header\":1}\ned25519 x\n\n");
    EXPECT_EQ(head.leaf, "leaf 1");
    EXPECT_EQ(head.time, 1001);
    EXPECT_EQ(crypto::to_text(snapshot->body(1)), "body 1");
}

// Somebody is always reading: SQLite's own checkpoints would never let the log begin anew, and it would take all of the 160 MB.
TEST_F(store_, its_log_stays_within_bounds_while_there_are_always_readers) {
    std::atomic<bool> done = false;
    std::thread reading([&] {
        auto snapshot = store->snapshot();
        while (!done) {
            auto next = store->snapshot();  // before the last one ends
            snapshot = std::move(next);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    constexpr std::size_t commit_bytes = 4 * 1024 * 1024;
    std::uintmax_t largest = 0;
    for (std::uint64_t i = 0; i < 40; ++i) {
        auto entry = entry_at(i, {author("fr.01")});
        entry.body.resize(commit_bytes);
        const auto transaction = store->begin();
        transaction->append(entry);
        transaction->commit();
        largest = std::max(largest, std::filesystem::file_size(file.string() + "-wal"));
        store->settle();
    }
    done = true;
    reading.join();
    EXPECT_LT(largest, limits::wal_restart_pages * std::size_t{4096} + 3 * commit_bytes);
}

TEST_F(store_, leaves_nothing_of_an_uncommitted_transaction) {
    {
        const auto transaction = store->begin();
        transaction->append(entry_at(0, {author("fr.01")}));
        EXPECT_EQ(transaction->size(), 1u);
        EXPECT_EQ(store->snapshot()->size(), 0u);
    }
    EXPECT_EQ(store->snapshot()->size(), 0u);
    append(1, [](auto) { return std::vector{author("fr.01")}; });
    EXPECT_EQ(store->snapshot()->posting(author("fr.01"), 0), 0u);
    EXPECT_FALSE(store->snapshot()->posting(author("fr.01"), 1));
}

TEST_F(store_, undoes_to_its_mark_and_counts_on_rightly) {
    const auto transaction = store->begin();
    transaction->append(entry_at(0, {author("fr.01")}));
    transaction->mark();
    transaction->append(entry_at(1, {author("fr.01"), author("de.01")}));
    transaction->undo();
    EXPECT_EQ(transaction->size(), 1u);
    transaction->append(entry_at(1, {author("fr.01")}));
    transaction->commit();
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->posting(author("fr.01"), 1), 1u);
    EXPECT_FALSE(snapshot->posting(author("fr.01"), 2));
    EXPECT_FALSE(snapshot->posting(author("de.01"), 0));
}

TEST_F(store_, a_snapshot_stays_as_it_was_opened) {
    append(1, [](auto) { return std::vector{author("fr.01")}; });
    const auto before = store->snapshot();
    append(1, [](auto) { return std::vector{author("fr.01")}; });
    EXPECT_EQ(before->size(), 1u);
    EXPECT_EQ(store->snapshot()->size(), 2u);
}

TEST_F(store_, finds_postings_below_an_index) {
    append(200, [](std::uint64_t i) { return i % 3 == 0 ? std::vector{author("fr.01")} : std::vector{author("de.01")}; });
    const auto snapshot = store->snapshot();
    for (std::uint64_t index = 0; index <= 201; ++index) {
        EXPECT_EQ(snapshot->postings_below(author("fr.01"), index), (std::min<std::uint64_t>(index, 200) + 2) / 3) << index;
        EXPECT_EQ(snapshot->postings_below(author("at.01"), index), 0u);
    }
}

TEST(first_false_, is_found_with_few_questions) {
    for (std::uint64_t n : {0ull, 1ull, 2ull, 3ull, 7ull, 8ull, 9ull, 1000ull, 1ull << 40}) {
        int questions = 0;
        EXPECT_EQ(first_false([&](std::uint64_t i) { return ++questions, i < n; }), n);
        EXPECT_LE(questions, 90);
    }
}

TEST_F(store_, refuses_a_second_entry_with_the_same_id_or_index) {
    append(1, [](auto) { return std::vector<IndexKey>{}; });
    EXPECT_THROW(store->begin()->append(entry_at(0, {})), StoreFailed);
}

TEST_F(store_, keeps_meta_sealed_and_replaces_it) {
    const auto transaction = store->begin();
    transaction->put_meta("name", crypto::as_bytes("one"));
    transaction->put_meta("name", crypto::as_bytes("two"));
    transaction->commit();
    EXPECT_EQ(crypto::as_text(*store->snapshot()->meta("name")), "two");
    EXPECT_FALSE(store->snapshot()->meta("other"));
}

TEST_F(store_, keeps_enrolments_by_token_and_handle) {
    const auto handle = *protocol::Handle::parse("fr.01");
    const StoredEnrolment one{.token = crypto::sha256("1"), .handle = handle, .second_uses = 0, .enrolment = "{1}"};
    const StoredEnrolment two{.token = crypto::sha256("2"), .handle = handle, .second_uses = 0, .enrolment = "{2}"};
    const auto transaction = store->begin();
    transaction->add_enrolment(one);
    transaction->add_enrolment(two);
    transaction->count_second_use(one.token);
    transaction->commit();
    const auto snapshot = store->snapshot();
    EXPECT_EQ(snapshot->enrolment(one.token)->second_uses, 1u);
    const auto all = snapshot->enrolments_of(handle);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].enrolment, "{1}");
    EXPECT_EQ(all[1].second_uses, 0u);
    EXPECT_EQ(snapshot->enrolled(), std::vector{handle});
    EXPECT_FALSE(snapshot->enrolment(crypto::sha256("3")));
}

TEST_F(store_, the_files_show_no_value_and_no_equal_rows) {
    append(50, [](auto) {
        return std::vector{author("SECRETHANDLE"), IndexKey{Field::audience, crypto::to_bytes("SECRETCIRCLE")}};
    });
    {
        const auto transaction = store->begin();
        transaction->put_meta("tls-key", crypto::as_bytes("SECRETKEY"));
        transaction->add_enrolment({.token = crypto::sha256("1"), .handle = *protocol::Handle::parse("fr.01"), .second_uses = 0,
                                    .enrolment = "SECRETENROLMENT"});
        transaction->commit();
    }
    std::string dump;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        std::ostringstream out;
        out << std::ifstream(file.string() + suffix, std::ios::binary).rdbuf();
        dump += out.str();
    }
    ASSERT_GT(dump.size(), 50'000u);
    for (const char* secret : {"SECRET", "header", "leaf", "tls-key", "fr.01"})
        EXPECT_EQ(dump.find(secret), std::string::npos) << secret;
    EXPECT_NE(dump.find("body 49"), std::string::npos);  // bodies are ciphertext of others already
}

TEST_F(store_, a_row_in_anothers_place_does_not_open) {
    append(2, [](auto) { return std::vector<IndexKey>{}; });
    store.reset();
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(raw, "UPDATE entries SET sealed_head = (SELECT sealed_head FROM entries WHERE idx = 0) WHERE idx = 1",
                           nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    open();
    EXPECT_NO_THROW((void)store->snapshot()->head(0));
    EXPECT_THROW((void)store->snapshot()->head(1), StoreFailed);
}

TEST_F(store_, another_store_key_opens_nothing) {
    append(1, [](auto) { return std::vector<IndexKey>{}; });
    store = open_sqlite_store(file, keys(8));
    EXPECT_THROW((void)store->snapshot()->head(0), StoreFailed);
}

TEST_F(store_, a_newer_schema_is_refused_and_left_alone) {
    store.reset();
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
    const auto newer = "PRAGMA user_version = " + std::to_string(migrations().size() + 1);
    ASSERT_EQ(sqlite3_exec(raw, newer.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    try {
        open();
        FAIL() << "opened";
    } catch (const StoreFailed& error) {
        EXPECT_NE(std::string(error.what()).find("newer nfp-gateway"), std::string::npos) << error.what();
    }
}

TEST_F(store_, is_durable_by_configuration) {
    Database database(file, Database::Mode::read);
    auto journal = database.query("PRAGMA journal_mode");
    ASSERT_TRUE(journal.step());
    EXPECT_EQ(crypto::to_text(journal.blob(0)), "wal");
    auto synchronous = database.query("PRAGMA synchronous");
    ASSERT_TRUE(synchronous.step());
    EXPECT_EQ(synchronous.integer(0), 2u);  // FULL
    EXPECT_THROW(database.execute("DELETE FROM entries"), StoreFailed);
}

TEST(sqlite_store, is_not_made_over_another_nor_opened_from_nothing) {
    const test::TemporaryFolder folder;
    EXPECT_THROW((void)open_sqlite_store(folder / "absent", keys()), StoreFailed);
    create_sqlite_store(folder / "db");
    EXPECT_THROW(create_sqlite_store(folder / "db"), StoreFailed);
}

}  // namespace
}  // namespace gateway::store
