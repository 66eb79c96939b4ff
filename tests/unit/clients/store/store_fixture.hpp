// A home's store, new for each test, and sample entries for it.
#pragma once

#include <gtest/gtest.h>

#include "clients/core/store/store.hpp"
#include "protocol/register_chain.hpp"
#include "tests/support/temporary_folder.hpp"

namespace clients {

namespace fs = std::filesystem;

class StoreTest : public testing::Test {
protected:
    // Argon2id once for all tests: each has its own folder, under the keys of one home.
    static void SetUpTestSuite() {
        suite_folder = std::make_unique<::test::TemporaryFolder>();
        ASSERT_TRUE(Home::create(suite_folder->path() / "home", crypto::to_secret("passphrase")));
    }
    static void TearDownTestSuite() { suite_folder.reset(); }

    void SetUp() override {
        for (const char* name : {"nfp.db", "nfp.db-wal", "nfp.db-shm"}) fs::remove(home_path() / name);
        static std::optional<Home> opened;
        if (!opened) opened = std::move(*Home::open(home_path(), crypto::to_secret("passphrase")));
        home = &*opened;
    }
    static fs::path home_path() { return suite_folder->path() / "home"; }
    static fs::path file() { return home_path() / "nfp.db"; }

    static inline std::unique_ptr<::test::TemporaryFolder> suite_folder;
    const Home* home = nullptr;
};

inline protocol::EntryId id_number(std::uint8_t number) {
    protocol::EntryId id;
    id.fill(number);
    return id;
}

inline StoredEntry sample(std::uint64_t index, std::uint8_t number) {
    const protocol::Leaf leaf{.id = id_number(number), .time = 1'700'000'000, .number = {}, .links = {}};
    const std::string entry = "{\"kind\":\"request\",\"n\":" + std::to_string(number) + "}\nsignature\n\nbody";
    return {.index = index, .leaf = protocol::leaf_line(leaf), .delivered = protocol::Delivered::whole,
            .entry = crypto::to_bytes(entry),
            .fault = {}, .content = crypto::to_secret("{\"title\":\"a title\"}")};
}

inline crypto::Digest header_hash(std::uint8_t number) {
    return crypto::sha256("{\"kind\":\"request\",\"n\":" + std::to_string(number) + "}");
}

inline void expect_equal(const StoredEntry& a, const StoredEntry& b) {
    EXPECT_EQ(a.index, b.index);
    EXPECT_EQ(a.leaf, b.leaf);
    EXPECT_EQ(a.delivered, b.delivered);
    EXPECT_EQ(a.entry, b.entry);
    EXPECT_EQ(a.fault, b.fault);
    EXPECT_TRUE(crypto::equal_constant_time(a.content, b.content));
}

}  // namespace clients
