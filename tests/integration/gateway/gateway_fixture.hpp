// A served gateway with a founded network, reached over real TLS.
#pragma once

#include <gtest/gtest.h>

#include <chrono>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "protocol/wire.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/https_client.hpp"
#include "tests/support/test_network.hpp"

namespace test {

inline std::string gateway_program() { return std::string(NFP_BIN_DIR) + "/nfp-gateway"; }
inline std::int64_t wall_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

class GatewayFixture : public testing::Test {
protected:
    GatewayProcess gateway;
    Network network;

    explicit GatewayFixture(const std::map<std::string, std::string>& settings = {})
        : gateway(gateway_program(), settings), network(gateway.log(), gateway.pin(), {"de", "fr", "se"}, wall_seconds()) {}
    void SetUp() override { gateway.start(); }

    HttpsClient connect(const Person* person = nullptr) const { return HttpsClient(gateway.port(), person); }
    HttpsClient connect(const std::string& handle) { return HttpsClient(gateway.port(), &network.person(handle)); }

    void found() {
        const auto batch = network.founding();
        const auto call = protocol::founding_call_json(gateway.founding_token(), bytes_of(batch));
        const auto response = connect().post("/v1/enrolments", "application/json", crypto::as_bytes(call));
        ASSERT_EQ(response.status, 201u) << response.text();
        network.accept(batch);
    }
    void admit(const std::string& handle) { take("dmr.01", network.admission(handle)); }
    void take(const std::string& sender, const std::vector<protocol::Entry>& batch) {
        const auto response = connect(sender).submit(batch);
        ASSERT_EQ(response.status, 201u) << response.text();
        network.accept(batch);
    }

    // The register's size and root as the gateway signs them: unchanged when nothing was appended.
    std::pair<std::uint64_t, crypto::Digest> tree() {
        const auto response = connect("dmr.01").get("/v1/log/checkpoint");
        const auto checkpoint = protocol::open_checkpoint(response.text(), gateway.log()).value().checkpoint;
        return {checkpoint.size, checkpoint.root};
    }
    protocol::wire::Page page(HttpsClient& client, const std::string& query = "") {
        const auto response = client.get("/v1/entries" + query);
        EXPECT_EQ(response.status, 200u) << response.text();
        return protocol::wire::parse_page(response.body).value();
    }
};

class FoundedGateway : public GatewayFixture {
protected:
    using GatewayFixture::GatewayFixture;
    void SetUp() override {
        GatewayFixture::SetUp();
        found();
        admit("fr.01");
        admit("de.01");
    }
};

}  // namespace test
