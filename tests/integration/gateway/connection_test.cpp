#include <unistd.h>

#include <functional>

#include <boost/system/system_error.hpp>

#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class connection : public FoundedGateway {
protected:
    // True when the connection ends before an answer.
    bool closed_unheard(const Person* person) {
        try {
            (void)connect(person).get("/v1/health");
            return false;
        } catch (const boost::system::system_error&) {
            return true;
        }
    }
};

// Short deadlines, for the tests of deadlines alone: on a busy machine they would end other tests' requests too.
class hurried : public FoundedGateway {
protected:
    hurried() : FoundedGateway({{"request_timeout_ms", "3000"}, {"idle_timeout_ms", "3000"}}) {}
    static double seconds_of(const std::function<void()>& what) {
        const auto began = std::chrono::steady_clock::now();
        what();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    }
};

TEST_F(connection, a_certificate_that_is_not_bound_is_closed_unheard) {
    const auto stranger = make_person("fr.01");  // the same name, another key
    EXPECT_TRUE(closed_unheard(&stranger));
    EXPECT_FALSE(closed_unheard(&network.person("fr.01")));
}

TEST_F(connection, a_certificate_out_of_its_dates_is_closed_unheard) {
    auto& bound = network.person("fr.01");
    bound.certificate_pem = bound.tls.certificate_pem("fr.01", 1'000'000'000, wall_seconds() - 10);
    EXPECT_TRUE(closed_unheard(&bound));
    bound.certificate_pem = bound.tls.certificate_pem("fr.01", wall_seconds() + 1000, wall_seconds() + 2000);
    EXPECT_TRUE(closed_unheard(&bound));
    bound.certificate_pem = bound.tls.certificate_pem("other.subject", 1'000'000'000, wall_seconds() + 1000);
    EXPECT_FALSE(closed_unheard(&bound));  // renewed around the same key; the subject proves nothing
}

TEST_F(connection, without_a_certificate_only_health_and_enrolments_answer) {
    auto client = connect();
    EXPECT_EQ(client.get("/v1/health").status, 200u);
    for (const char* target : {"/v1/entries", "/v1/log/checkpoint", "/v1/enrolments"}) {
        const auto response = client.get(target);
        EXPECT_EQ(response.status, 401u) << target;
        EXPECT_EQ(response.problem(), "certificate-required");
    }
    EXPECT_EQ(client.submit(network.request(network.person("fr.01"))).problem(), "certificate-required");
}

TEST_F(connection, headers_of_a_proxy_are_never_believed) {
    const auto pin = crypto::hex_encode(network.person("fr.01").tls.pin());
    const auto response = connect().request("GET", "/v1/entries", {},
        {{"X-SSL-Client-Verify", "SUCCESS"}, {"X-SSL-Client-Fingerprint", pin}, {"X-SSL-Client-S-DN", "CN=fr.01"},
         {"X-Forwarded-For", "::1"}});
    EXPECT_EQ(response.problem(), "certificate-required");
}

TEST_F(connection, who_is_no_longer_designated_is_refused_at_the_next_request_and_disconnected) {
    auto open = connect("fr.01");
    EXPECT_EQ(open.get("/v1/entries").status, 200u);
    const auto& person = network.person("fr.01");
    const auto* known = network.state().find_person(person.handle);
    take("dmr.01", {network.governing(network.officer(),
        protocol::DesignationClaim{.handle = person.handle, .role = person.role, .keys = person.keys(), .from = {},
                                   .until = wall_seconds() - 1, .replaces = known->designation},
        network.audience_of({"network"}))});
    // The connection carries nothing more, not even another's entry: 403, or it is closed already.
    const auto refused = [&](const std::function<HttpResponse()>& call) {
        try {
            EXPECT_EQ(call().problem(), "not-designated");
        } catch (const boost::system::system_error&) {
        }
    };
    const auto carried = network.request(network.officer());
    refused([&] { return open.submit(carried); });
    refused([&] { return open.get("/v1/entries"); });
    EXPECT_EQ(connect("dmr.01").get("/v1/entries/" + protocol::id_text(carried.id)).status, 404u);
    (void)open.read_until_closed();
    EXPECT_THROW((void)open.get("/v1/entries"), boost::system::system_error);
    EXPECT_TRUE(closed_unheard(&person));
}

TEST_F(hurried, a_slow_request_ends_at_its_deadline_whatever_it_drips) {
    auto client = connect("fr.01");
    const auto seconds = seconds_of([&] {
        try {
            client.write_raw("GET /v1/health HTTP/1.1\r\n");
            for (int i = 0; i < 400; ++i) {
                client.write_raw("X");
                ::usleep(50'000);
            }
        } catch (const boost::system::system_error&) {
        }
    });
    EXPECT_LT(seconds, 15.0);  // 20 s if each byte moved the deadline
    EXPECT_GT(seconds, 2.0);
}

TEST_F(hurried, a_slow_body_ends_at_the_deadline_of_the_whole_request) {
    auto client = connect("fr.01");
    client.write_raw(
        "POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\nContent-Length: 1000\r\n\r\n");
    const auto seconds = seconds_of([&] {
        try {
            for (int i = 0; i < 400; ++i) {
                client.write_raw("X");
                ::usleep(50'000);
            }
        } catch (const boost::system::system_error&) {
        }
    });
    EXPECT_LT(seconds, 15.0);  // 20 s if each byte moved the deadline
}

TEST_F(hurried, an_idle_connection_is_closed) {
    auto client = connect("fr.01");
    EXPECT_EQ(client.get("/v1/health").status, 200u);
    const auto seconds = seconds_of([&] { EXPECT_EQ(client.read_until_closed(), ""); });
    EXPECT_GT(seconds, 2.0);
    EXPECT_LT(seconds, 20.0);
}

class crowded : public FoundedGateway {
protected:
    crowded() : FoundedGateway({{"connections_per_address_max", "20"}}) {}
};

TEST_F(crowded, one_address_has_a_bounded_number_of_connections) {
    std::vector<HttpsClient> clients;
    int refused = 0;
    for (int i = 0; i < 30; ++i) {
        try {
            clients.push_back(connect());
        } catch (const boost::system::system_error&) {
            ++refused;
        }
    }
    EXPECT_EQ(clients.size(), 20u);
    EXPECT_EQ(refused, 10);
    // Places are given back. How soon is for the machine to say.
    clients.clear();
    bool again = false;
    for (int i = 0; i < 200 && !again; ++i) {
        try {
            again = connect().get("/v1/health").status == 200;
        } catch (const boost::system::system_error&) {
            ::usleep(50'000);
        }
    }
    EXPECT_TRUE(again);
}

}  // namespace
}  // namespace test
