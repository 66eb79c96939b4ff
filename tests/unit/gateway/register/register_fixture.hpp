// A register in a temporary folder, with a network that founds itself in it.
#pragma once

#include <gtest/gtest.h>

#include <future>

#include "gateway/errc.hpp"
#include "gateway/register/committer.hpp"
#include "gateway/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_network.hpp"

namespace gateway {

using GatewayErrc = errc;  // tests name the errors of both layers

inline constexpr std::int64_t founded_at = 1'800'000'000;

class RegisterFixture : public testing::Test {
protected:
    test::TemporaryFolder folder;
    std::int64_t clock = founded_at;
    std::int64_t moved = 0;  // what somebody set the wall clock ahead by
    std::unique_ptr<store::Store> store;
    std::optional<Identity> identity;
    std::unique_ptr<Register> published;
    std::unique_ptr<Committer> committer;
    std::unique_ptr<test::Network> network;
    std::vector<std::string> fatal;

    void SetUp() override {
        store::create_sqlite_store(folder / "db");
        open_store();
        const protocol::EnrolmentToken token(std::array<std::uint8_t, 32>{});
        store_identity(*store, make_identity("localhost", token, founded_at));
        start();
        network = std::make_unique<test::Network>(identity->log(), identity->tls_key.pin(),
                                                  std::vector<std::string>{"de", "fr", "se"}, clock);
    }

    void open_store() {
        const store::StoreKey key(std::array<std::uint8_t, 32>{});
        store = store::open_sqlite_store(folder / "db", store::derive_keys(key));
    }
    void start() {
        identity.emplace(load_identity(*store->snapshot()));
        published = std::make_unique<Register>(*store, *identity,
                                               [this] { return ClockReading{.wall = clock + moved, .monotonic = clock}; });
        committer = std::make_unique<Committer>(*store, *published, [this](const std::string& why) { fatal.push_back(why); });
    }
    void restart() {
        committer.reset();
        published.reset();
        store.reset();
        open_store();
        start();
    }

    std::future<Outcome> send(Job job) {
        auto promise = std::make_shared<std::promise<Outcome>>();  // owners: the completion, and this until it returns
        auto future = promise->get_future();
        const bool taken =
            committer->submit(std::move(job), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
        if (!taken) promise->set_value(std::unexpected(Refusal{.why = errc::overloaded, .entry = {}}));
        return future;
    }
    Outcome submit(std::vector<protocol::Entry> entries) { return send(Submission{std::move(entries)}).get(); }
    Outcome submit(protocol::Entry entry) { return submit(std::vector{std::move(entry)}); }

    // Submits, and lets the test's network follow. The batch must be taken.
    void take(const std::vector<protocol::Entry>& entries) {
        const auto outcome = submit(entries);
        ASSERT_TRUE(outcome) << outcome.error().why.message();
        network->accept(entries);
    }
    void found() {
        const auto batch = network->founding();
        const auto outcome = send(Founding{batch}).get();
        ASSERT_TRUE(outcome) << outcome.error().why.message();
        network->accept(batch);
    }
    void admit(const std::string& handle) { take(network->admission(handle)); }

    static std::error_code why(const Outcome& outcome) { return outcome ? std::error_code{} : outcome.error().why; }
    protocol::Receipt verify(const protocol::Entry& entry, const protocol::wire::ReceiptText& text) const {
        return protocol::verify_receipt(entry.id, text.leaf, text.proof, identity->log()).value();
    }
};

}  // namespace gateway
