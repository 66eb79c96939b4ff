// A session in this process that is given pages of a register in memory, at a time of the test's choosing.
#pragma once

#include <gtest/gtest.h>

#include "clients/core/session/session.hpp"
#include "crypto/random.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/test_network.hpp"
#include "tests/unit/clients/session/memory_register.hpp"

namespace clients::test {

using namespace protocol;

constexpr std::int64_t day = 86'400;

// fr.01's home, and the register that it is given.
class CarriedSession : public testing::Test {
protected:
    // A network that was founded so many seconds ago; fr.01's home is new and empty.
    void begin(std::int64_t age_s) {
        began = unix_now() - age_s;
        net.emplace(log(), crypto::random_array<32>(), std::vector<std::string>{"fr", "de", "gr"}, began);
        take(net->founding());
        auto batch = net->admission("fr.01");
        net->accept(batch);
        batch.at(1) = with_secret(batch.at(1));
        honest.append(batch, began);
        take(net->admission("de.01"));
        session.emplace(std::move(*Home::open(home(), crypto::to_secret("passphrase"))), "en");
        session->adopt(identity(), {});
    }
    void take(const std::vector<Entry>& batch) {
        net->accept(batch);
        honest.append(batch, net->now());
    }
    void take(const Entry& entry) { take(std::vector{entry}); }
    // The first rotation of state:fr with its secret in the body.
    Entry with_secret(const Entry& rotation) {
        const Circle circle = *Circle::parse("state:fr");
        Keyring made;
        made.add({circle, 1}, *crypto::age::HybridIdentity::parse(crypto::as_text(net->secret("state:fr").text())));
        Header header = rotation.header;
        header.body.reset();
        return net->seal(net->person("fr.01"), std::move(header), *made.hand_over(circle, {1}));
    }
    Identity identity() {
        const auto& fr = net->person("fr.01");
        return {.handle = fr.handle, .network = net->state().network(), .gateway = "localhost:1", .pins = {},
                .sign = crypto::SigningKey(crypto::SigningSeed(fr.key.seed().expose())),
                .age = *crypto::age::HybridIdentity::parse(crypto::as_text(fr.age.text())),
                .tls = crypto::tls::Key(fr.tls.pkcs8_der())};
    }
    // From the start: a second look, where one is owed.
    std::expected<SyncReport, Failure> bring(wire::Page page, std::uint64_t from = 0) {
        std::vector<wire::Page> pages;
        pages.push_back(std::move(page));
        return session->take_carried(std::move(pages), from);
    }
    std::expected<SyncReport, Failure> bring_more(wire::Page page) { return bring(std::move(page), session->view().next); }
    std::filesystem::path home() {
        if (!std::filesystem::exists(folder / "home")) (void)Home::create(folder / "home", crypto::to_secret("passphrase"));
        return folder / "home";
    }
    crypto::note::Verifier log() const { return {"gateway.example/nfp/0123456789abcdef", log_key.verify_key()}; }

    crypto::SigningKey log_key = crypto::SigningKey::generate();
    ::test::TemporaryFolder folder;
    std::int64_t began = 0;
    std::optional<::test::Network> net;
    MemoryRegister honest{log_key, log()};
    std::optional<Session> session;
};

}  // namespace clients::test
