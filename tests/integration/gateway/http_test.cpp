#include "tests/integration/gateway/gateway_fixture.hpp"

namespace test {
namespace {

class http_ : public FoundedGateway {
protected:
    // What comes back for raw bytes, until the gateway closes.
    std::string raw(const std::string& text) {
        auto client = connect("fr.01");
        client.write_raw(text);
        return client.read_until_closed();
    }
    void expect_400_and_close(const std::string& text) {
        const auto answer = raw(text);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << text << "\n-> " << answer;
        EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "a second answer to " << text;
        EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    }
};

const std::string health = "GET /v1/health HTTP/1.1\r\nHost: h\r\n\r\n";

TEST_F(http_, framing_that_has_two_readings_is_refused_and_closed) {
    const std::string post = "POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\n";
    // Each would hide a second request in a body, or a body in a second request.
    expect_400_and_close(post + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nAAAAA" + health);
    expect_400_and_close(post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + health);
    expect_400_and_close(post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + health);
    expect_400_and_close(post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + health);
    expect_400_and_close(post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + health);
    expect_400_and_close(post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + health);
    expect_400_and_close(post + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n" + health);
    expect_400_and_close(post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nAAAAA" + health);
    for (const char* length : {"+5", "-5", "0x5", "5,5", "5 5", "", "18446744073709551621"})
        expect_400_and_close(post + "Content-Length: " + length + "\r\n\r\nAAAAA" + health);
    expect_400_and_close("POST /v1/entries HTTP/1.0\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + health);
    expect_400_and_close("GET /v1/health HTTP/1.1\r\n\r\n");
    expect_400_and_close("GET /v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    expect_400_and_close("GET /v1/health HTTP/2.0\r\nHost: a\r\n\r\n");
    expect_400_and_close("GET /v1/health\r\n\r\n");
    expect_400_and_close("\x16\x03\x01 nonsense\r\n\r\n");
    expect_400_and_close("GET http://h/v1/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
}

TEST_F(http_, chunk_extensions_are_bounded) {
    const std::string post =
        "POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\nTransfer-Encoding: chunked\r\n\r\n";
    expect_400_and_close(post + "1;" + std::string(1000, 'a') + "\r\nA\r\n0\r\n\r\n" + health);
    const auto plain = raw(post + "1;a=b\r\nA\r\n0\r\n\r\nGET /v1/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(plain.starts_with("HTTP/1.1 422 ")) << plain;
    EXPECT_NE(plain.find("HTTP/1.1 200 OK"), std::string::npos) << plain;  // and the next request is heard
}

TEST_F(http_, headers_and_bodies_over_their_bounds_are_refused_before_they_are_read) {
    const auto large = raw("GET /v1/health HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_TRUE(large.starts_with("HTTP/1.1 413 ")) << large;
    const auto body = raw(
        "POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\nContent-Length: 9000000000\r\n\r\n");
    EXPECT_TRUE(body.starts_with("HTTP/1.1 413 ")) << body;
    const auto enrolment =
        raw("POST /v1/enrolments HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 300000\r\n\r\n");
    EXPECT_TRUE(enrolment.starts_with("HTTP/1.1 413 ")) << enrolment;
    const auto chunked =
        raw("POST /v1/enrolments HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            "FFFFFFF\r\n" +
            std::string(100'000, 'x'));
    EXPECT_TRUE(chunked.starts_with("HTTP/1.1 413 ")) << chunked;
    const auto get = raw("GET /v1/health HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nAAAAA");
    EXPECT_TRUE(get.starts_with("HTTP/1.1 413 ")) << get;
}

TEST_F(http_, content_types_and_codings_are_checked) {
    auto client = connect("fr.01");
    const auto request = protocol::entry_bytes(network.request(network.person("fr.01")));
    EXPECT_EQ(connect("fr.01").post("/v1/entries", "application/json", request).status, 415u);
    EXPECT_EQ(connect("fr.01").request("POST", "/v1/entries", request).status, 415u);
    const HttpsClient::Headers gzip{{"Content-Type", "application/vnd.nfp.entry"}, {"Content-Encoding", "gzip"}};
    EXPECT_EQ(connect("fr.01").request("POST", "/v1/entries", request, gzip).status, 415u);
    EXPECT_EQ(connect().post("/v1/enrolments", "text/plain", crypto::as_bytes("{}")).status, 415u);
    EXPECT_EQ(client.post("/v1/entries", "application/vnd.nfp.batch", crypto::as_bytes("")).problem(), "malformed-entry");
    EXPECT_EQ(client.post("/v1/entries", "application/vnd.nfp.entry", crypto::as_bytes("")).problem(), "malformed-entry");
    EXPECT_EQ(connect().post("/v1/enrolments", "application/json", crypto::as_bytes("{}")).problem(), "enrolment-invalid");
}

TEST_F(http_, paths_and_methods) {
    auto client = connect("fr.01");
    for (const char* path :
         {"/", "/v1", "/v1/", "/v2/entries", "/v1/entries/", "/v1/entries/a/b", "/v1/health/", "//v1/health", "/v1/ENTRIES"})
        EXPECT_EQ(client.get(path).status, 404u) << path;
    const auto wrong = client.request("DELETE", "/v1/entries");
    EXPECT_EQ(wrong.status, 405u);
    EXPECT_EQ(wrong.headers.at("allow"), "POST, GET, HEAD");
    const auto get = client.get("/v1/entries");
    const auto head = client.request("HEAD", "/v1/entries");
    EXPECT_EQ(head.status, 200u);
    EXPECT_EQ(head.headers.at("content-length"), std::to_string(get.body.size()));
    EXPECT_TRUE(head.body.empty());
    EXPECT_EQ(client.get("/v1/" + std::string(1000, 'a')).status, 400u);
    EXPECT_EQ(client.get("/v1/health").headers.at("x-content-type-options"), "nosniff");
}

TEST_F(http_, expectations) {
    auto client = connect("fr.01");
    const auto request = network.request(network.person("fr.01"));
    const auto bytes = protocol::entry_bytes(request);
    client.write_raw("POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\nExpect: 100-continue\r\n"
                     "Connection: close\r\nContent-Length: " + std::to_string(bytes.size()) + "\r\n\r\n");
    client.write_raw(crypto::as_text(bytes));
    const auto answer = client.read_until_closed();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ")) << answer;
    const auto refused = raw(
        "POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 415 ")) << refused;  // said before the body is sent
    const auto odd =
        raw("POST /v1/entries HTTP/1.1\r\nHost: h\r\nContent-Type: application/vnd.nfp.entry\r\nExpect: x\r\nContent-Length: "
            "5\r\n\r\nAAAAA");
    EXPECT_TRUE(odd.starts_with("HTTP/1.1 417 ")) << odd;
}

TEST_F(http_, pipelined_requests_are_answered_in_order) {
    const auto answer = raw(
        health + "GET /v1/nothing HTTP/1.1\r\nHost: h\r\n\r\nGET /v1/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const auto second = answer.find("HTTP/1.1 404"), third = answer.rfind("HTTP/1.1 200");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200"));
    EXPECT_NE(second, std::string::npos);
    EXPECT_GT(third, second);
}

TEST_F(http_, problems_speak_the_callers_language) {
    auto client = connect("fr.01");
    const auto fr = client.get("/v1/nothing", {{"Accept-Language", "fr-BE, en;q=0.5"}});
    EXPECT_EQ(fr.headers.at("content-language"), "fr");
    EXPECT_EQ(fr.headers.at("content-type"), "application/problem+json");
    EXPECT_NE(fr.text().find("Il n'y a rien ici pour vous."), std::string::npos) << fr.text();
    EXPECT_NE(client.get("/v1/nothing").text().find("There is nothing here for you."), std::string::npos);
}

TEST_F(http_, the_log_has_one_plain_line_per_request) {
    auto client = connect("fr.01");
    EXPECT_EQ(client.get("/v1/x%0a?status=200%1b").status, 404u);
    EXPECT_EQ(client.get("/v1/entries/" + std::string(64, 'a')).status, 404u);
    ASSERT_EQ(gateway.stop(), 0);
    const auto log = gateway.log_text();
    EXPECT_NE(log.find("request method=GET route=/v1/entries/{id} status=404 person=fr.01"), std::string::npos) << log;
    EXPECT_EQ(log.find("%0a"), std::string::npos);
    EXPECT_EQ(log.find(std::string(64, 'a')), std::string::npos);
}

}  // namespace
}  // namespace test
