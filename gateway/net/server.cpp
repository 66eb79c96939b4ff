#include "gateway/net/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <unistd.h>

#include <csignal>
#include <thread>

namespace gateway::net {
namespace {

asio::awaitable<void> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    boost::system::error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
}

tcp::endpoint endpoint_of(asio::io_context& io, const std::string& host, std::uint16_t port) {
    boost::system::error_code error;
    tcp::resolver resolver(io);
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, error);
    if (error || found.empty())
        throw std::runtime_error("cannot resolve the address to listen on, " + host + ": " + error.message() +
                                 ". Correct \"listen\"");
    return found.begin()->endpoint();
}

constexpr auto close_now = [](Connections::Connection& connection) {
    if (connection.socket) connection.socket->cancel();
};
constexpr auto close_idle = [](Connections::Connection& connection) {
    if (connection.phase == Connections::Phase::idle) close_now(connection);
};

}  // namespace

Server::Server(asio::io_context& io, const std::string& host, std::uint16_t port, ServerContext& context)
    : io_(io), context_(context), acceptor_(asio::make_strand(io)), sweep_timer_(acceptor_.get_executor()),
      signals_(acceptor_.get_executor(), SIGINT, SIGTERM, SIGUSR1) {
    const auto endpoint = endpoint_of(io, host, port);
    boost::system::error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        throw std::runtime_error("cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message() +
                                 ". Is another gateway running there? Otherwise correct \"listen\" in gateway.json");
}

std::uint16_t Server::port() const { return acceptor_.local_endpoint().port(); }

asio::awaitable<void> Server::accept() {
    for (;;) {
        boost::system::error_code error;
        auto strand = asio::make_strand(io_);
        auto socket = co_await acceptor_.async_accept(strand, asio::redirect_error(asio::use_awaitable, error));
        if (context_.stopping || error == asio::error::operation_aborted) co_return;
        if (error) {
            // Out of descriptors, most likely: the bound on connections is set too high for this process.
            context_.log.error("accept failed reason={}", escaped(error.message()));
            co_await pause(limits::accept_pause);
            continue;
        }
        const auto ended = [this](const std::exception_ptr& fault) {
            if (!fault) return;
            try {
                std::rethrow_exception(fault);
            } catch (const std::exception& what) {
                context_.log.error("connection ended what={}", escaped(what.what()));
            }
        };
        asio::co_spawn(strand, serve_connection(tcp::socket(std::move(socket)), context_), ended);
    }
}

asio::awaitable<void> Server::await_signal() {
    boost::system::error_code error;
    while (co_await signals_.async_wait(asio::redirect_error(asio::use_awaitable, error)) == SIGUSR1) confirm_clock();
    context_.log.info("stopping connections={}", context_.connections.count());
    context_.stopping = true;
    acceptor_.close(error);
    sweep_timer_.cancel();
    co_await close_all();
}

asio::awaitable<void> Server::close_all() {
    const auto end = std::chrono::steady_clock::now() + limits::stop_timeout;
    while (context_.connections.count() > 0) {
        const bool late = std::chrono::steady_clock::now() >= end;
        context_.waiters.wake_all();
        if (late) context_.connections.for_each(close_now);
        else context_.connections.for_each(close_idle);
        co_await pause(limits::accept_pause);
    }
}

void Server::watch_clock() {
    const auto fault = context_.services.published.clock_fault();
    if (fault && !clock_reported_)
        context_.log.error(
            "clock stopped reason=\"{}\": nothing is appended until you confirm. Check this machine's time, then: kill -USR1 {}",
            describe(*fault), ::getpid());
    clock_reported_ = fault.has_value();
}

void Server::confirm_clock() {
    if (context_.services.published.accept_clock()) context_.log.warn("clock confirmed by SIGUSR1: appending again");
    else context_.log.info("clock needs no confirmation: SIGUSR1 ignored");
}

asio::awaitable<void> Server::sweep() {
    while (!context_.stopping) {
        watch_clock();
        boost::system::error_code cancelled;
        sweep_timer_.expires_after(limits::sweep_period);
        co_await sweep_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
        context_.endings.look();
    }
}

void Server::run(unsigned threads) {
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    asio::co_spawn(acceptor_.get_executor(), await_signal(), asio::detached);
    asio::co_spawn(acceptor_.get_executor(), sweep(), asio::detached);
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back([this] { io_.run(); });
    io_.run();
    for (auto& thread : others) thread.join();
}

}  // namespace gateway::net
