#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/clients/store/store_fixture.hpp"

namespace clients {
namespace {

TEST_F(StoreTest, undoes_a_transaction_that_throws) {
    Store store(*home);
    store.put_value("a", crypto::to_secret("before"));
    EXPECT_THROW(store.transaction([&] {
        store.put_value("a", crypto::to_secret("after"));
        store.put_entry(sample(1, 1));
        store.put_outbox({.key = 0, .entries = {}, .draft = {}, .created = 0});
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(crypto::as_text(store.value("a").value()), "before");
    EXPECT_EQ(store.entry_count(), 0u);
    EXPECT_TRUE(store.outbox().empty());
    store.transaction([&] { store.put_value("a", crypto::to_secret("after")); });
    EXPECT_EQ(crypto::as_text(store.value("a").value()), "after");
}

TEST_F(StoreTest, joins_transactions) {
    Store store(*home);
    // The outer one fails: the inner one, though it ended well, is undone too.
    EXPECT_THROW(store.transaction([&] {
        store.transaction([&] { store.put_value("inner", crypto::to_secret("x")); });
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_FALSE(store.value("inner"));
    // The inner one fails and the outer one goes on: only the inner one is undone.
    store.transaction([&] {
        store.put_value("outer", crypto::to_secret("x"));
        EXPECT_THROW(store.transaction([&] {
            store.put_value("inner", crypto::to_secret("x"));
            throw std::runtime_error("no");
        }),
                     std::runtime_error);
    });
    EXPECT_TRUE(store.value("outer"));
    EXPECT_FALSE(store.value("inner"));
}

TEST_F(StoreTest, changes_of_an_open_transaction_are_unseen_by_others) {
    Store writer(*home), reader(*home);
    writer.transaction([&] {
        writer.put_value("a", crypto::to_secret("x"));
        EXPECT_FALSE(reader.value("a"));
    });
    EXPECT_TRUE(reader.value("a"));
}

TEST_F(StoreTest, serves_two_processes_at_once) {
    constexpr int rounds = 100;
    { Store made(*home); }
    const auto work = [&](const std::string& who) {
        Store store(*home);
        for (int round = 0; round < rounds; ++round) {
            store.transaction([&] {  // read, add one, write: lost when two run at once
                const auto found = store.value("count");
                const int count = found ? std::stoi(std::string(crypto::as_text(*found))) : 0;
                store.put_value("count", crypto::to_secret(std::to_string(count + 1)));
            });
            store.put_outbox({.key = 0, .entries = {crypto::to_bytes(who)}, .draft = {}, .created = round});
        }
    };
    const pid_t child = ::fork();
    if (child == 0) {
        try {
            work("child");
            ::_exit(0);
        } catch (const std::exception& error) {
            fprintf(stderr, "%s\n", error.what());
            ::_exit(1);
        }
    }
    work("parent");
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    Store store(*home);
    EXPECT_EQ(crypto::as_text(store.value("count").value()), std::to_string(2 * rounds));
    EXPECT_EQ(store.outbox().size(), 2u * rounds);
}

TEST_F(StoreTest, is_made_once_by_many_at_the_same_time) {
    std::vector<pid_t> children;
    for (int i = 0; i < 6; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            try {
                Store store(*home);
                store.put_value("from " + std::to_string(i), crypto::to_secret("x"));
                ::_exit(0);
            } catch (const std::exception& error) {
                fprintf(stderr, "%s\n", error.what());
                ::_exit(1);
            }
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_EQ(status, 0);
    }
    Store store(*home);
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(store.value("from " + std::to_string(i)));
}

}  // namespace
}  // namespace clients
