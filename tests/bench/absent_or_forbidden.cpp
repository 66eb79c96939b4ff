// Does the time of an answer tell what is not there from what is not yours? Interleaved requests of both sorts over real TLS, by
// somebody who may read neither; prints the medians and their ratio. `same` compares absent with absent: what chance alone gives.
// usage: absent-or-forbidden [REQUESTS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "crypto/random.hpp"
#include "protocol/wire.hpp"
#include "tests/support/gateway_process.hpp"
#include "tests/support/https_client.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Microseconds = std::chrono::duration<double, std::micro>;

void must(bool good, const char* what) {
    if (good) return;
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(1);
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

// One question, asked about an entry of either sort.
using Ask = std::function<test::HttpResponse(const protocol::EntryId&)>;
using MakeId = std::function<protocol::EntryId()>;

double time_of(const Ask& ask, const protocol::EntryId& id, const test::HttpResponse& expected) {
    const auto began = Clock::now();
    const auto answer = ask(id);
    const Microseconds took = Clock::now() - began;
    must(answer == expected, "both answer alike");
    return took.count();
}

void compare(const char* what, std::size_t count, const Ask& ask, const MakeId& one, const MakeId& other) {
    const auto expected = ask(other());
    std::vector<double> first, second;
    for (std::size_t i = 0; i < count; ++i) {
        // Who goes first changes, so that neither has the warmer cache.
        if (i % 2 == 0) first.push_back(time_of(ask, one(), expected));
        second.push_back(time_of(ask, other(), expected));
        if (i % 2 == 1) first.push_back(time_of(ask, one(), expected));
    }
    const double a = median(first), b = median(second);
    std::printf("%-44s %6.1f us, absent %6.1f us, ratio %.3f\n", what, a, b, a / b);
}

}  // namespace

int main(int argc, char** argv) {
    crypto::initialise();
    const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000;
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    test::GatewayProcess gateway(std::string(NFP_BIN_DIR) + "/nfp-gateway");
    test::Network network(gateway.log(), gateway.pin(), {"de", "fr"}, now);
    gateway.start();
    const auto founding = network.founding();
    const auto call = protocol::founding_call_json(gateway.founding_token(), test::bytes_of(founding));
    must(test::HttpsClient(gateway.port()).post("/v1/enrolments", "application/json", crypto::as_bytes(call)).status == 201,
         "founding");
    network.accept(founding);
    test::HttpsClient officer(gateway.port(), &network.officer());
    const auto take = [&](const std::vector<protocol::Entry>& batch) {
        must(officer.submit(batch).status == 201, "a batch is taken");
        network.accept(batch);
    };
    for (const char* handle : {"de.01", "fr.01"}) take(network.admission(handle));

    // Requests of the secretariat to de: fr reads none of them. As many as are asked about, so that no cache knows them.
    std::vector<protocol::EntryId> forbidden;
    while (forbidden.size() < count) {
        std::vector<protocol::Entry> batch;
        for (int i = 0; i < 50; ++i) batch.push_back(network.request(network.officer(), {"dmr", "state:de"}));
        take(batch);
        for (const auto& entry : batch) forbidden.push_back(entry.id);
    }
    std::size_t next = 0;
    const MakeId is_forbidden = [&] { return forbidden[next++ % count]; };
    const MakeId is_absent = [] { return crypto::random_array<32>(); };

    auto& stranger = network.person("fr.01");
    test::HttpsClient client(gateway.port(), &stranger);
    const Ask by_id = [&](const protocol::EntryId& id) { return client.get("/v1/entries/" + protocol::id_text(id)); };
    // Sealing happens outside the measurement as far as it can: one template, another reference and signature each time.
    const auto draft = network.written(stranger, "response", {"dmr", "state:fr"}, {forbidden.front()});
    const Ask by_reference = [&](const protocol::EntryId& id) {
        auto header = draft.header;
        header.refs = {id};
        header.nonce = crypto::random_array<16>();
        return client.submit(protocol::make_entry(header, draft.body, stranger.key));
    };
    compare("GET by id: forbidden", count, by_id, is_forbidden, is_absent);
    compare("GET by id: same", count, by_id, is_absent, is_absent);
    compare("POST response to it: forbidden", count, by_reference, is_forbidden, is_absent);
    compare("POST response to it: same", count, by_reference, is_absent, is_absent);
}
