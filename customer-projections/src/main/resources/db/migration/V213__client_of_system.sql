-- Each token of an issuer elsewhere is asked whether it speaks for a system that was removed.
create index connected_system_client on connected_system (client_id);
